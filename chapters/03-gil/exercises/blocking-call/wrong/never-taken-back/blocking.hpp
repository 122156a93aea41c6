// Rejected: assert "afterwards the caller has the lock again"
//
// Tempting: the interpreter takes the lock when it needs it. Nothing hangs, and
// other threads run.
//
// Wrong: the caller believes that it has the lock. It goes on beside the thread
// that really has it, which is what the lock was to prevent.
#pragma once

#include <cerrno>
#include <functional>

#include "03-gil/gil.hpp"

using workbook::Gil;

inline long blocking(Gil& gil, const std::function<long()>& call) {
  gil.drop();
  return call();
}
