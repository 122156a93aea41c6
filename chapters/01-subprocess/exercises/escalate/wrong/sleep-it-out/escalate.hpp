// Rejected: timeout "a child that ends in time is left alone"
//
// Tempting: sleep for the limit, then look; sleep for the grace period, then
// look again.
//
// Wrong: a child that ends at once still costs the whole limit. A limit of an
// hour is an hour, every time.
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
                     std::chrono::nanoseconds grace) {
  std::this_thread::sleep_for(limit);
  if (const auto status = child.poll()) return {*status, EndedBy::itself};
  child.terminate();
  std::this_thread::sleep_for(grace);
  if (const auto status = child.poll()) return {*status, EndedBy::terminate};
  child.kill();
  return {child.wait(), EndedBy::kill};
}
