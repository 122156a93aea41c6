#pragma once

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <stdexcept>
#include <utility>

// Has `coroutine` run in `loop`, which another thread runs, and blocks until it
// has ended. Returns or throws what came out of it. T is not void. Throws
// std::logic_error in the own thread of the loop, which would wait for itself.
template <typename T>
T post_and_wait(asio::io_context& loop, asio::awaitable<T> coroutine) {
  // TODO
  (void)loop;
  (void)coroutine;
  return T();
}
