// Rejected: assert "the limit is for all together"
//
// Tempting: each one gets the time that it is allowed.
//
// Wrong: with ten that are late the caller waits ten times as long as it said.
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
  for (Green<T>& thread : threads) thread.join_until(loop.now() + limit);
  std::vector<std::optional<T>> results(threads.size());
  for (std::size_t i = 0; i < threads.size(); ++i) {
    if (threads[i].is_done()) results[i] = threads[i].join();
  }
  return results;
}
