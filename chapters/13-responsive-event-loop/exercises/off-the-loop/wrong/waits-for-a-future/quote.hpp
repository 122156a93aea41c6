// Rejected: timeout "the loop goes on while a lookup blocks"
//
// Tempting: the lookup runs in the pool, and get() waits for it as always.
//
// Wrong: get() blocks the thread that it is called in, and that is the loop's.
// The blocking call has only changed its name.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/use_future.hpp>
#include <functional>
#include <future>
#include <string>

// Asks the database for the price of an item. Blocks until it has answered;
// throws when it does not.
using Lookup = std::function<int(const std::string&)>;

// Counts the quotes. It has no lock: only the thread of the loop may call it.
using Count = std::function<void()>;

// Looks the price of `item` up in a thread of `pool`, so that the loop goes on
// meanwhile. Back in the thread of the loop, counts the quote and returns the
// price. What `lookup` throws reaches the caller, and is not counted.
inline asio::awaitable<int> quote(asio::thread_pool& pool, const Lookup& lookup,
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
