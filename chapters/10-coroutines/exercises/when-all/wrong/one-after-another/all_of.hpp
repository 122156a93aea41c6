// Rejected: assert "all tasks wait at the same time"
//
// Tempting: a loop that awaits each of them, and adds what it returns.
//
// Wrong: a task begins when it is awaited. The second begins after the first
// has ended, and they take the sum of their times.
#pragma once

#include <cstddef>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "10-coroutines/async_event.hpp"
#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/task.hpp"

template <typename T>
workbook::Task<std::vector<T>> all_of(workbook::EventLoop& loop,
                                      std::vector<workbook::Task<T>> tasks) {
  static_cast<void>(loop);
  std::vector<T> results;
  for (workbook::Task<T>& task : tasks)
    results.push_back(co_await std::move(task));
  co_return results;
}
