// Rejected: assert "it returns at the moment when the last one has ended"
//
// Tempting: look whether all are done, sleep a little, look again.
//
// Wrong: it is late by up to one sleep, and wakes up a thousand times a second
// for nothing.
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
  constexpr std::chrono::milliseconds pause(1);
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
