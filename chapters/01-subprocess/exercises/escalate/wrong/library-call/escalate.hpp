// Rejected: compile "communicate_has_a_grace_period_of_its_own"
//
// Tempting: communicate() takes a limit, asks, waits, insists and tells whether
// it had to.
//
// Wrong: its grace period is always one second. Yours is the caller's, and it
// has to say which signal it took.
#pragma once

#include <chrono>

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
  const workbook::Output output = child.communicate({}, limit);
  if (!output.timed_out) return {output.status, EndedBy::itself};
  const bool killed = output.status.signal == SIGKILL;
  return {output.status, killed ? EndedBy::kill : EndedBy::terminate};
}
