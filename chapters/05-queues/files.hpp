#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace workbook {

// All bytes of a regular file of at most 1 GiB. Throws std::runtime_error
// (std::system_error where the system refuses) that names it.
std::string read_file(const std::filesystem::path& path);

// Puts a file with these bytes at `path`, in the place of what was there. At
// every moment `path` is the old file or the whole new one: the bytes go to a
// temporary file beside it, which then gets its name. Throws std::system_error
// that names `path`; nothing is left behind then.
void replace_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace workbook
