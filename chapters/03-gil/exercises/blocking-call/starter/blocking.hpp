#pragma once

#include <cerrno>
#include <functional>

#include "03-gil/gil.hpp"

using workbook::Gil;

// Calls `call` with the lock released, and returns what it returns. The caller
// has the lock, before and after.
inline long blocking(Gil& gil, const std::function<long()>& call) {
  // TODO: release the lock for the time of the call.
  static_cast<void>(gil);
  return call();
}
