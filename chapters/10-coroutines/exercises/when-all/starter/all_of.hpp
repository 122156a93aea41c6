#pragma once

#include <cstddef>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "10-coroutines/async_event.hpp"
#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/task.hpp"

// What becomes of a task.
template <typename T>
struct Place {
  std::optional<T> value;
  std::exception_ptr error;
};

// Runs all tasks at the same time and returns their results, in their order.
// Once all have ended, it throws what the first that failed has thrown.
template <typename T>
workbook::Task<std::vector<T>> all_of(workbook::EventLoop& loop,
                                      std::vector<workbook::Task<T>> tasks) {
  // TODO: start all tasks.
  // TODO: wait until all of them have ended.
  // TODO: throw the first error in their order, or return the results.
  static_cast<void>(loop);
  co_return std::vector<T>(tasks.size());
}
