// Rejected: assert "at the limit nothing is returned"
//
// Tempting: await the task, and see how long that took.
//
// Wrong: it is noticed that it took too long, after it has taken too long. A
// time-out that does not end the wait is none.
#pragma once

#include <exception>
#include <optional>
#include <utility>

#include "10-coroutines/async_event.hpp"
#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/task.hpp"

template <typename T>
workbook::Task<std::optional<T>> with_timeout(
    workbook::EventLoop& loop, workbook::Task<T> task,
    workbook::EventLoop::Duration limit) {
  const auto start = loop.now();
  std::optional<T> value = co_await std::move(task);
  if (loop.now() - start > limit) co_return std::nullopt;
  co_return std::move(value);
}
