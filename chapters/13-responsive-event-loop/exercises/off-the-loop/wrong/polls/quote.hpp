// Rejected: assert "the loop sleeps while a lookup blocks"
//
// Tempting: look now and then whether the future is ready, and let the others
// go on in between.
//
// Wrong: a thousand looks a second for each quote, and each answer is a
// millisecond late.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/use_future.hpp>
#include <chrono>
#include <functional>
#include <future>
#include <string>

// Asks the database for the price of an item. Blocks until it has answered;
// throws when it does not.
using Lookup = std::function<int(const std::string&)>;

// Counts the quotes. It has no lock: only the thread of the loop may call it.
using Count = std::function<void()>;

inline asio::awaitable<int> call(const Lookup& lookup, std::string item) {
  co_return lookup(item);
}

// Looks the price of `item` up in a thread of `pool`, so that the loop goes on
// meanwhile. Back in the thread of the loop, counts the quote and returns the
// price. What `lookup` throws reaches the caller, and is not counted.
inline asio::awaitable<int> quote(asio::thread_pool& pool, const Lookup& lookup,
                                  const Count& count, std::string item) {
  std::future<int> price =
      asio::co_spawn(pool, call(lookup, item), asio::use_future);
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (price.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
    timer.expires_after(std::chrono::milliseconds(1));
    co_await timer.async_wait(asio::use_awaitable);
  }
  const int result = price.get();
  count();
  co_return result;
}
