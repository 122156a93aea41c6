#include "quote.hpp"

#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>

static asio::awaitable<int> call(const Lookup& lookup, std::string item) {
  co_return lookup(item);
}

asio::awaitable<int> quote(asio::thread_pool& pool, const Lookup& lookup,
                           const Count& count, std::string item) {
  const int price =
      co_await asio::co_spawn(pool, call(lookup, item), asio::use_awaitable);
  count();
  co_return price;
}
