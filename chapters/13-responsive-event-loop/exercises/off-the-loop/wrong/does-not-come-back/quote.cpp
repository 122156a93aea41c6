// Rejected: assert "a quote is counted in the thread of the loop"
//
// Tempting: one hop to the pool, and what follows runs there.
//
// Wrong: all that follows does, also what the caller does with the price.
#include "quote.hpp"

#include <asio/bind_executor.hpp>
#include <asio/co_spawn.hpp>
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<int> quote(asio::thread_pool& pool, const Lookup& lookup,
                           const Count& count, std::string item) {
  co_await asio::post(
      asio::bind_executor(pool.get_executor(), asio::use_awaitable));
  const int price = lookup(item);
  count();
  co_return price;
}
