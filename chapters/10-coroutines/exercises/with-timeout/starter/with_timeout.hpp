#pragma once

#include <exception>
#include <optional>
#include <utility>

#include "10-coroutines/async_event.hpp"
#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/task.hpp"

// What `task` returns within `limit`, or nothing: it is cancelled then. Throws
// what it throws.
template <typename T>
workbook::Task<std::optional<T>> with_timeout(
    workbook::EventLoop& loop, workbook::Task<T> task,
    workbook::EventLoop::Duration limit) {
  // TODO: start the task, and something that ends at the limit.
  // TODO: wait for whichever is first.
  co_await loop.sleep_for(limit);
  task = {};
  co_return std::nullopt;
}
