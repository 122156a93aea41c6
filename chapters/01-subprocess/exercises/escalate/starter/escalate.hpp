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
  // TODO: wait, ask, wait, insist.
  static_cast<void>(child);
  static_cast<void>(limit);
  static_cast<void>(grace);
  return {ExitStatus{}, EndedBy::itself};
}
