// Rejected: assert "the loop sleeps while a lookup blocks"
//
// Tempting: look now and then whether the future is ready, and let the others
// go on in between.
//
// Wrong: a thousand looks a second for each quote, and each answer is a
// millisecond late.
#include "quote.hpp"

#include <asio/co_spawn.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/use_future.hpp>
#include <chrono>
#include <future>

static asio::awaitable<int> call(const Lookup& lookup, std::string item) {
  co_return lookup(item);
}

asio::awaitable<int> quote(asio::thread_pool& pool, const Lookup& lookup,
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
