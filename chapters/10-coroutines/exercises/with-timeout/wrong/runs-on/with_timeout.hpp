// Rejected: assert "what is too late is destroyed at the limit"
//
// Tempting: loop.spawn() the task; whoever comes too late is ignored.
//
// Wrong: it runs on, holds its memory and its connections, and nobody stops it.
// A server that is slow gets slower.
#pragma once

#include <exception>
#include <optional>
#include <utility>

#include "10-coroutines/async_event.hpp"
#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/task.hpp"

#include <memory>

template <typename T>
struct Outcome {
  explicit Outcome(workbook::EventLoop& loop) : over(loop) {}

  std::optional<T> value;
  std::exception_ptr error;
  workbook::AsyncEvent over;
};

template <typename T>
workbook::Task<> finish(workbook::Task<T> task,
                        std::shared_ptr<Outcome<T>> outcome) {
  try {
    outcome->value = co_await std::move(task);
  } catch (...) {
    outcome->error = std::current_exception();
  }
  outcome->over.set();
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
  const auto outcome = std::make_shared<Outcome<T>>(loop);
  loop.spawn(finish(std::move(task), outcome));
  workbook::Task<> timer = ring(loop, limit, outcome->over);
  timer.start();
  co_await outcome->over.wait();
  if (outcome->error) std::rethrow_exception(outcome->error);
  co_return std::move(outcome->value);
}
