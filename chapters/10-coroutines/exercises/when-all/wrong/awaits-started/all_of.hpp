// Rejected: crash "ended by signal 11"
//
// Tempting: start all, then await each of them, as with Python's create_task.
//
// Wrong: to await a task is to start it. One that waits is resumed in the
// middle of its wait, as if the time were over. One that has ended crashes.
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
  for (workbook::Task<T>& task : tasks) task.start();
  std::vector<T> results;
  for (workbook::Task<T>& task : tasks)
    results.push_back(co_await std::move(task));
  co_return results;
}
