#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "workbook/unique_fd.hpp"

namespace workbook {

using Paths = std::vector<std::filesystem::path>;

// What the lines of all files are written into. It has no lock: only one thread
// at a time may call it, and in which way that is so is up to its owner.
class MergedFile {
 public:
  // Makes the file, or empties it. Throws std::system_error when it cannot, and
  // std::invalid_argument when it is one of the `inputs`.
  explicit MergedFile(std::filesystem::path path, const Paths& inputs = {});

  // Adds whole lines. Throws std::system_error when they could not all be
  // written; of those, a plain file has nothing then.
  void write(std::string_view lines);

  // Closes it, which the destructor does without a word about errors.
  void close();

  const std::filesystem::path& path() const { return path_; }

 private:
  void write_all(std::string_view lines);
  std::string text(const char* operation) const;

  std::filesystem::path path_;
  UniqueFd file_;
  bool is_plain_ = false;
  std::size_t size_ = 0;  // bytes
};

}  // namespace workbook
