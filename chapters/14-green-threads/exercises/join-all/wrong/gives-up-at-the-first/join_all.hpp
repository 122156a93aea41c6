// Rejected: assert "who ended in time counts also behind one that is late"
//
// Tempting: when the time is over there is nothing left to wait for.
//
// Wrong: those behind may have ended long ago. Their results are there, and are
// thrown away.
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
  const GreenLoop::Time end = loop.now() + limit;
  std::vector<std::optional<T>> results(threads.size());
  for (std::size_t i = 0; i < threads.size(); ++i) {
    if (!threads[i].join_until(end)) break;  // the time is over
    results[i] = threads[i].join();
  }
  return results;
}
