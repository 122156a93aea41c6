#pragma once

#include <sys/resource.h>

#include "workbook/errno_error.hpp"

namespace workbook {

// No file of this process can be written beyond `bytes`, as if the disk were
// full, until this is destroyed. A thread that tries gets SIGXFSZ, or the error
// EFBIG if it blocks that signal.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    check_errno(::getrlimit(RLIMIT_FSIZE, &before_), "getrlimit");
    const rlimit limit = {bytes, before_.rlim_max};
    check_errno(::setrlimit(RLIMIT_FSIZE, &limit), "setrlimit");
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_ = {};
};

}  // namespace workbook
