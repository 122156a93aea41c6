#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "12-mixing-threads-and-coroutines/merged_file.hpp"

namespace workbook {

// Compares `merged` with what was merged, byte for byte: each of its lines has
// to be the next line of one of the `inputs`, until all of these are used up.
// (An unfinished last line of an input has got a newline.) Returns nothing if
// so, and otherwise what is the matter. Holds a line of each file in memory.
//
// The next lines of two inputs must differ, or nobody could say whose line it
// is; that is told too. Throws std::system_error for a file that cannot be
// read.
std::optional<std::string> difference(const std::filesystem::path& merged,
                                      const Paths& inputs);

}  // namespace workbook
