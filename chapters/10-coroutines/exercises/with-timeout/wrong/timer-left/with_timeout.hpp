// Rejected: assert "nothing is left behind in the loop"
//
// Tempting: the timer needs nobody to wait for it: spawn it.
//
// Wrong: it stays in the loop until the limit, long after the answer was there.
// A server with a limit of an hour keeps an hour of timers.
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

#include <memory>

inline workbook::Task<> ring(workbook::EventLoop& loop,
                             workbook::EventLoop::Duration limit,
                             std::shared_ptr<workbook::AsyncEvent> over) {
  co_await loop.sleep_for(limit);
  over->set();
}

template <typename T>
workbook::Task<std::optional<T>> with_timeout(
    workbook::EventLoop& loop, workbook::Task<T> task,
    workbook::EventLoop::Duration limit) {
  std::optional<T> value;
  std::exception_ptr error;
  const auto over = std::make_shared<workbook::AsyncEvent>(loop);
  workbook::Task<> work = finish(std::move(task), value, error, *over);
  work.start();
  loop.spawn(ring(loop, limit, over));
  co_await over->wait();
  if (error) std::rethrow_exception(error);
  co_return std::move(value);
}
