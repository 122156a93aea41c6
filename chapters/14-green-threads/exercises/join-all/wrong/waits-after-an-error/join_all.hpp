// Rejected: assert "it throws at the limit when another one is late"
//
// Tempting: before it throws, it waits for the others. So once an error is
// there, join() the rest.
//
// Wrong: join() knows no limit. A single failure, and who asked for a second
// waits for the server that is down.
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
  for (Green<T>& thread : threads) thread.join_until(end);
  std::vector<std::optional<T>> results(threads.size());
  std::exception_ptr error;
  for (std::size_t i = 0; i < threads.size(); ++i) {
    if (!threads[i].is_done() && !error) continue;
    try {
      results[i] = threads[i].join();
    } catch (...) {
      if (!error) error = std::current_exception();
    }
  }
  if (error) std::rethrow_exception(error);
  return results;
}
