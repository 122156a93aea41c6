// Rejected: assert "a quote is counted in the thread of the loop"
//
// Tempting: the whole of it goes to the pool, and the loop is free.
//
// Wrong: what belongs to the loop went along. Two threads of the pool can count
// at the same time, without a lock.
#include "quote.hpp"

#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>

static asio::awaitable<int> call(const Lookup& lookup, const Count& count,
                                 std::string item) {
  const int price = lookup(item);
  count();
  co_return price;
}

asio::awaitable<int> quote(asio::thread_pool& pool, const Lookup& lookup,
                           const Count& count, std::string item) {
  co_return co_await asio::co_spawn(pool, call(lookup, count, item),
                                    asio::use_awaitable);
}
