// Rejected: assert "also when the call throws, and the exception goes on"
//
// Tempting: drop, call, take, in the order in which it happens. errno is even
// thought of.
//
// Wrong: an exception leaves the function between the second line and the
// third. The caller goes on without the lock, and drops what it does not have.
#pragma once

#include <cerrno>
#include <functional>

#include "03-gil/gil.hpp"

using workbook::Gil;

inline long blocking(Gil& gil, const std::function<long()>& call) {
  gil.drop();
  const long result = call();
  const int error = errno;
  gil.take();
  errno = error;
  return result;
}
