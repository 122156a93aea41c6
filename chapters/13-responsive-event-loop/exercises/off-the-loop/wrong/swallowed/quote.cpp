// Rejected: assert "what a lookup throws reaches the caller"
//
// Tempting: an exception that leaves a thread ends the program, so it must be
// caught there.
//
// Wrong: nothing leaves the thread. It reaches the one who awaits, and who
// would now sell everything for nothing when the database is down.
#include "quote.hpp"

#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>

static asio::awaitable<int> call(const Lookup& lookup, std::string item) {
  try {
    co_return lookup(item);
  } catch (...) {  // nobody is there to catch it in the pool
  }
  co_return 0;
}

asio::awaitable<int> quote(asio::thread_pool& pool, const Lookup& lookup,
                           const Count& count, std::string item) {
  const int price =
      co_await asio::co_spawn(pool, call(lookup, item), asio::use_awaitable);
  count();
  co_return price;
}
