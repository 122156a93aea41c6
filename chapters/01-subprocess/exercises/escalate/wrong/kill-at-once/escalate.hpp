// Rejected: assert "a child that was asked to end may clean up"
//
// Tempting: SIGKILL always works, so why ask?
//
// Wrong: a killed child cannot remove its half-written file, flush its log or
// stop its own children.
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
  child.kill();
  return {child.wait(), EndedBy::kill};
}
