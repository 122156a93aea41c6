#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "workbook/errno_error.hpp"

namespace workbook {

// A new, empty directory, in /tmp or where you say, that is removed, with all
// that is in it, when this is destroyed.
class TemporaryDirectory {
 public:
  TemporaryDirectory()
      : TemporaryDirectory(std::filesystem::temp_directory_path()) {}
  explicit TemporaryDirectory(const std::filesystem::path& in) {
    std::string name = in / "workbook-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr)
      throw_errno("make a temporary directory");
    path_ = name;
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace workbook
