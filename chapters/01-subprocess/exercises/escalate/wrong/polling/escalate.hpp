// Rejected: assert "nobody polls: finish sleeps until the child has ended"
//
// Tempting: look every few milliseconds until the child has ended or the time
// is over.
//
// Wrong: it wakes up hundreds of times a second for nothing. wait_for() sleeps
// until there is something to know.
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

inline bool ends_within(Subprocess& child, std::chrono::nanoseconds limit) {
  const auto start = std::chrono::steady_clock::now();
  while (!child.poll()) {
    if (std::chrono::steady_clock::now() - start >= limit) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

inline Ending finish(Subprocess& child, std::chrono::nanoseconds limit,
                     std::chrono::nanoseconds grace) {
  if (ends_within(child, limit)) return {child.wait(), EndedBy::itself};
  child.terminate();
  if (ends_within(child, grace)) return {child.wait(), EndedBy::terminate};
  child.kill();
  return {child.wait(), EndedBy::kill};
}
