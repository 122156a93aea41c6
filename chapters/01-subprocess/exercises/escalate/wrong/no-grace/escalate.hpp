// Rejected: assert "a child that was asked to end may clean up"
//
// Tempting: ask, look whether it has ended, and kill it if not: both signals,
// in the right order.
//
// Wrong: the look comes microseconds after the request. No child can clean up
// that fast.
#pragma once

#include <chrono>
#include <thread>

#include "01-subprocess/subprocess.hpp"

using workbook::ExitStatus;
using workbook::Subprocess;

enum class EndedBy { itself, terminate, kill };

struct Ending {
  ExitStatus status;
  EndedBy by;
};

inline Ending finish(Subprocess& child, std::chrono::nanoseconds limit,
                     std::chrono::nanoseconds) {
  if (const auto status = child.wait_for(limit))
    return {*status, EndedBy::itself};
  child.terminate();
  if (const auto status = child.poll()) return {*status, EndedBy::terminate};
  child.kill();
  return {child.wait(), EndedBy::kill};
}
