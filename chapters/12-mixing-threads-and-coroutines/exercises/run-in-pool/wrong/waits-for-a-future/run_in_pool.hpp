// Rejected: timeout "the loop goes on while the function runs"
//
// Tempting: the function runs in the pool, and get() waits for it as always.
//
// Wrong: get() blocks the thread that it is called in, and that is the loop's.
// The blocking call has only changed its name.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/post.hpp>
#include <asio/thread_pool.hpp>
#include <future>
#include <type_traits>
#include <utility>

// Calls `function()` in a thread of `pool`, so that the loop of the caller goes
// on meanwhile. The caller goes on in its loop, with what the function returned
// or threw.
template <typename F>
asio::awaitable<std::invoke_result_t<F&>> run_in_pool(asio::thread_pool& pool,
                                                      F function) {
  std::packaged_task<std::invoke_result_t<F&>()> task(std::move(function));
  auto result = task.get_future();
  asio::post(pool, std::move(task));
  co_return result.get();
}
