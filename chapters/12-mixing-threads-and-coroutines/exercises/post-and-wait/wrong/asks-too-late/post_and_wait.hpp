// Rejected: assert "what is refused does not begin"
//
// Tempting: it is the waiting that would deadlock, so the question stands just
// before it.
//
// Wrong: the coroutine has begun by then. The caller hears that it was refused,
// and tries another way: it is done twice.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <future>
#include <stdexcept>
#include <utility>

// Has `coroutine` run in `loop`, which another thread runs, and blocks until it
// has ended. Returns or throws what came out of it. T is not void. Throws
// std::logic_error in the own thread of the loop, which would wait for itself.
template <typename T>
T post_and_wait(asio::io_context& loop, asio::awaitable<T> coroutine) {
  std::promise<T> promise;
  std::future<T> outcome = promise.get_future();
  asio::co_spawn(loop, std::move(coroutine),
                 [promise = std::move(promise)](const std::exception_ptr& error,
                                                T result) mutable {
                   if (error)
                     promise.set_exception(error);
                   else
                     promise.set_value(std::move(result));
                 });
  if (loop.get_executor().running_in_this_thread())
    throw std::logic_error("the loop cannot wait for itself");
  return outcome.get();
}
