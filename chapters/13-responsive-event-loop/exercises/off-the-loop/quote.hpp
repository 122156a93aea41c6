#pragma once

#include <asio/awaitable.hpp>
#include <asio/thread_pool.hpp>
#include <functional>
#include <string>

// Asks the database for the price of an item. Blocks until it has answered;
// throws when it does not.
using Lookup = std::function<int(const std::string&)>;

// Counts the quotes. It has no lock: only the thread of the loop may call it.
using Count = std::function<void()>;

// Looks the price of `item` up in a thread of `pool`, so that the loop goes on
// meanwhile. Back in the thread of the loop, counts the quote and returns the
// price. What `lookup` throws reaches the caller, and is not counted.
asio::awaitable<int> quote(asio::thread_pool& pool, const Lookup& lookup,
                           const Count& count, std::string item);
