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

// Waits for the child for `limit`; then asks it to end and waits for `grace`;
// then ends it.
inline Ending finish(Subprocess& child, std::chrono::nanoseconds limit,
                     std::chrono::nanoseconds grace) {
  if (const auto status = child.wait_for(limit))
    return {*status, EndedBy::itself};
  child.terminate();
  if (const auto status = child.wait_for(grace))
    return {*status, EndedBy::terminate};
  child.kill();
  return {child.wait(), EndedBy::kill};
}
