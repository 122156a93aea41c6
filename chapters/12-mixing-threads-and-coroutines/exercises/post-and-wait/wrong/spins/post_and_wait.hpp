// Rejected: assert "the caller sleeps while it waits"
//
// Tempting: an atomic flag is simpler than a condition variable, and yield()
// lets others have the core.
//
// Wrong: while it waits, it keeps a core busy with asking.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <atomic>
#include <exception>
#include <stdexcept>
#include <thread>
#include <utility>

// Has `coroutine` run in `loop`, which another thread runs, and blocks until it
// has ended. Returns or throws what came out of it. T is not void. Throws
// std::logic_error in the own thread of the loop, which would wait for itself.
template <typename T>
T post_and_wait(asio::io_context& loop, asio::awaitable<T> coroutine) {
  if (loop.get_executor().running_in_this_thread())
    throw std::logic_error("the loop cannot wait for itself");
  std::atomic<bool> is_done = false;
  std::exception_ptr thrown;
  T value = T();
  asio::co_spawn(loop, std::move(coroutine),
                 [&](std::exception_ptr error, T result) {
                   thrown = std::move(error);
                   value = std::move(result);
                   is_done = true;
                 });
  while (!is_done) std::this_thread::yield();
  if (thrown) std::rethrow_exception(thrown);
  return value;
}
