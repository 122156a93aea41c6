#pragma once

#include <chrono>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "14-green-threads/green_loop.hpp"

using workbook::Green;
using workbook::GreenLoop;

// Waits until all have ended, at most for `limit` in all. Returns what each
// returned, and nothing for each one that has not ended by then.
template <typename T>
std::vector<std::optional<T>> join_all(GreenLoop& loop,
                                       std::vector<Green<T>> threads,
                                       std::chrono::nanoseconds limit) {
  // TODO: wait for them, and collect what they returned
  static_cast<void>(loop);
  static_cast<void>(limit);
  return std::vector<std::optional<T>>(threads.size());
}
