// Rejected: timeout "the loop goes on while a lookup blocks"
//
// Tempting: the lookup runs in the pool, and get() waits for it as always.
//
// Wrong: get() blocks the thread that it is called in, and that is the loop's.
// The blocking call has only changed its name.
#include "quote.hpp"

#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/use_future.hpp>
#include <future>

asio::awaitable<int> quote(asio::thread_pool& pool, const Lookup& lookup,
                           const Count& count, std::string item) {
  std::future<int> price = asio::co_spawn(
      pool,
      [](const Lookup& its_lookup,
         std::string its_item) -> asio::awaitable<int> {
        co_return its_lookup(its_item);
      }(lookup, item),
      asio::use_future);
  const int result = price.get();
  count();
  co_return result;
}
