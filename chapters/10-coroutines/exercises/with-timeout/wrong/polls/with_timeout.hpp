// Rejected: assert "nobody polls"
//
// Tempting: look every now and then whether it is done.
//
// Wrong: it wakes up again and again to learn nothing, and what is done is
// noticed late.
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
  constexpr std::chrono::minutes now_and_then(1);
  std::optional<T> value;
  std::exception_ptr error;
  workbook::AsyncEvent over(loop);
  workbook::Task<> work = finish(std::move(task), value, error, over);
  work.start();
  const auto end = loop.now() + limit;
  while (!over.is_set() && loop.now() < end)
    co_await loop.sleep_for(std::min<workbook::EventLoop::Duration>(
        now_and_then, end - loop.now()));
  if (error) std::rethrow_exception(error);
  co_return std::move(value);
}
