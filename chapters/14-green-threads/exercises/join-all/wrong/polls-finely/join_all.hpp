// Rejected: assert "it sleeps until the last one has ended: no polling"
//
// Tempting: if it must not be late, look more often.
//
// Wrong: it is still late, a little less, and wakes up ten thousand times a
// second for nothing. Who is told when it happens need not look at all.
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
  constexpr std::chrono::microseconds pause(100);
  const GreenLoop::Time end = loop.now() + limit;
  const auto all_done = [&] {
    for (const Green<T>& thread : threads)
      if (!thread.is_done()) return false;
    return true;
  };
  while (!all_done() && loop.now() < end) loop.sleep_for(pause);
  std::vector<std::optional<T>> results(threads.size());
  for (std::size_t i = 0; i < threads.size(); ++i) {
    if (threads[i].is_done()) results[i] = threads[i].join();
  }
  return results;
}
