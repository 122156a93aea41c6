// Rejected: assert "what is too late is destroyed at the limit"
//
// Tempting: the task is a parameter already, so the helper needs no more than a
// reference to it.
//
// Wrong: at the limit the helper is destroyed, and not the task. A parameter
// lives as long as with_timeout's own task; until then it runs on, and resumes
// a helper that is not there.
#pragma once

#include <exception>
#include <optional>
#include <utility>

#include "10-coroutines/async_event.hpp"
#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/task.hpp"

template <typename T>
workbook::Task<> finish(workbook::Task<T>& task, std::optional<T>& value,
                        std::exception_ptr& error, workbook::AsyncEvent& over) {
  try {
    value = co_await std::move(task);
  } catch (...) {
    error = std::current_exception();
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
  std::exception_ptr error;
  workbook::AsyncEvent over(loop);
  workbook::Task<> work = finish(task, value, error, over);
  workbook::Task<> timer = ring(loop, limit, over);
  work.start();
  timer.start();
  co_await over.wait();
  if (error) std::rethrow_exception(error);
  co_return std::move(value);
}
