#include "quote.hpp"  // beside the test: Lookup and Count

#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>

// Looks the price of `item` up in a thread of `pool`, so that the loop goes on
// meanwhile. Back in the thread of the loop, counts the quote and returns the
// price. What `lookup` throws reaches the caller, and is not counted.
asio::awaitable<int> quote(asio::thread_pool& pool, const Lookup& lookup,
                           const Count& count, std::string item) {
  // TODO: this blocks the loop. Have `pool` do it.
  (void)pool;
  const int price = lookup(item);
  count();
  co_return price;
}
