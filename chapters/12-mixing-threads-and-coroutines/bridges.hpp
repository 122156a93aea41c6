#pragma once

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/use_future.hpp>
#include <future>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace workbook {

// Three bridges between code that blocks and code that awaits. A result has to
// have a default constructor, as Asio wants it.

// From a coroutine to code that blocks: calls `function()` in a thread of
// `pool`, while the coroutine awaits its end. That then goes on where it was,
// in its own loop, with what the function returned or threw.
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

// #region post-and-wait
template <typename T>
T post_and_wait(asio::io_context& loop, asio::awaitable<T> coroutine) {
  if (loop.get_executor().running_in_this_thread())
    throw std::logic_error("post_and_wait: the loop cannot wait for itself");
  return asio::co_spawn(loop, std::move(coroutine), asio::use_future).get();
}
// #endregion post-and-wait

// #region run-to-completion
template <typename T>
T run_to_completion(asio::awaitable<T> coroutine) {
  asio::io_context loop(1);  // one thread runs it
  std::future<T> result =
      asio::co_spawn(loop, std::move(coroutine), asio::use_future);
  loop.run();
  return result.get();
}
// #endregion run-to-completion

}  // namespace workbook
