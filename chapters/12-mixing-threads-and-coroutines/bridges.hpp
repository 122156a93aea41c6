#pragma once

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <future>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace workbook {

// Three bridges between code that blocks and code that awaits.

// From a coroutine to code that blocks: calls `function()` in a thread of
// `pool`, while the coroutine awaits its end. That then goes on where it was,
// in its own loop, with what the function returned or threw. A result has to
// have a default constructor, as Asio wants it.
template <typename F>
asio::awaitable<std::invoke_result_t<F&>> run_in_pool(asio::thread_pool& pool,
                                                      F function);

// From code that blocks to a loop that another thread runs: has `coroutine` run
// there, and blocks until it has ended. Returns or throws what came out of it.
// Throws std::logic_error in the loop's own thread, which would wait for
// itself.
template <typename T>
T post_and_wait(asio::io_context& loop, asio::awaitable<T> coroutine);

// From code that blocks to a coroutine, where no loop is: runs one, in this
// thread, until `coroutine` and what it spawned have ended.
template <typename T>
T run_to_completion(asio::awaitable<T> coroutine);

// #region run-in-pool
template <typename F>
asio::awaitable<std::invoke_result_t<F&>> call(F& function) {
  co_return function();
}

template <typename F>
asio::awaitable<std::invoke_result_t<F&>> run_in_pool(asio::thread_pool& pool,
                                                      F function) {
  co_return co_await asio::co_spawn(pool, call(function), asio::use_awaitable);
}
// #endregion run-in-pool

// #region run-to-completion
// Awaits `coroutine`, and hands what comes out of it to whoever has the future.
template <typename T>
asio::awaitable<void> fulfill(std::promise<T> promise,
                              asio::awaitable<T> coroutine) {
  try {
    if constexpr (std::is_void_v<T>) {
      co_await std::move(coroutine);
      promise.set_value();
    } else {
      promise.set_value(co_await std::move(coroutine));
    }
  } catch (...) {
    promise.set_exception(std::current_exception());
  }
}

template <typename T>
T run_to_completion(asio::awaitable<T> coroutine) {
  asio::io_context loop(1);  // one thread runs it
  std::promise<T> promise;
  std::future<T> result = promise.get_future();
  asio::co_spawn(loop, fulfill(std::move(promise), std::move(coroutine)),
                 asio::detached);
  loop.run();
  return result.get();
}
// #endregion run-to-completion

template <typename T>
T post_and_wait(asio::io_context& loop, asio::awaitable<T> coroutine) {
  if (loop.get_executor().running_in_this_thread())
    throw std::logic_error("post_and_wait: the loop cannot wait for itself");
  std::promise<T> promise;
  std::future<T> result = promise.get_future();
  asio::co_spawn(loop, fulfill(std::move(promise), std::move(coroutine)),
                 asio::detached);
  return result.get();
}

}  // namespace workbook
