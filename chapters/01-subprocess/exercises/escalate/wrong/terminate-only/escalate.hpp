// Rejected: timeout "a child that ignores the request is killed, once its grace is over"
//
// Tempting: every well-behaved program ends on SIGTERM.
//
// Wrong: this function is for the others. It waits for ever for a child that
// ignores the signal.
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
  return {child.wait(), EndedBy::terminate};
}
