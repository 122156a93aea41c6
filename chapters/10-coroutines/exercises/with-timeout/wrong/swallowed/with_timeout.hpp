// Rejected: assert "what the task throws is thrown at that moment"
//
// Tempting: a task that failed has no value, and nothing is what is returned
// then.
//
// Wrong: the caller takes an error for a time-out, and tries again.
#pragma once

#include <exception>
#include <optional>
#include <utility>

#include "10-coroutines/async_event.hpp"
#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/task.hpp"

template <typename T>
workbook::Task<> finish(workbook::Task<T> task, std::optional<T>& value,
                        workbook::AsyncEvent& over) {
  try {
    value = co_await std::move(task);
  } catch (...) {
  }
  over.set();
}

inline workbook::Task<> ring(workbook::EventLoop& loop,
                             workbook::EventLoop::Duration limit,
                             workbook::AsyncEvent& over) {
  co_await loop.sleep_for(limit);
  over.set();
}

template <typename T>
workbook::Task<std::optional<T>> with_timeout(
    workbook::EventLoop& loop, workbook::Task<T> task,
    workbook::EventLoop::Duration limit) {
  std::optional<T> value;
  workbook::AsyncEvent over(loop);
  workbook::Task<> work = finish(std::move(task), value, over);
  workbook::Task<> timer = ring(loop, limit, over);
  work.start();
  timer.start();
  co_await over.wait();
  co_return std::move(value);
}
