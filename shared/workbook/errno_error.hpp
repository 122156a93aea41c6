#pragma once

#include <cerrno>
#include <string>
#include <system_error>

namespace workbook {

// Throws std::system_error for `error`, an errno value. Its text reads like
//   open "a.ppm": No such file or directory
[[noreturn]] inline void throw_errno(const std::string& operation,
                                     int error = errno) {
  throw std::system_error(error, std::generic_category(), operation);
}

// Returns what a POSIX call returned, or throws for -1.
template <typename Integer>
Integer check_errno(Integer result, const std::string& operation) {
  if (result == -1) throw_errno(operation);
  return result;
}

}  // namespace workbook
