// Rejected: assert "what is in time is returned when it is there"
//
// Tempting: start the task, sleep until the limit, and look whether it is done.
//
// Wrong: every answer takes as long as the slowest that is allowed.
#pragma once

#include <exception>
#include <optional>
#include <utility>

#include "10-coroutines/async_event.hpp"
#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/task.hpp"

template <typename T>
workbook::Task<> finish(workbook::Task<T> task, std::optional<T>& value,
                        std::exception_ptr& error, workbook::AsyncEvent& over) {
  try {
    value = co_await std::move(task);
  } catch (...) {
    error = std::current_exception();
  }
  over.set();
}

template <typename T>
workbook::Task<std::optional<T>> with_timeout(
    workbook::EventLoop& loop, workbook::Task<T> task,
    workbook::EventLoop::Duration limit) {
  std::optional<T> value;
  std::exception_ptr error;
  workbook::AsyncEvent over(loop);
  workbook::Task<> work = finish(std::move(task), value, error, over);
  work.start();
  co_await loop.sleep_for(limit);
  if (error) std::rethrow_exception(error);
  co_return std::move(value);
}
