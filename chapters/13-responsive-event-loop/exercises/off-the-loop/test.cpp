#include <doctest/doctest.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/this_coro.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <atomic>
#include <barrier>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>

#include "quote.hpp"
#include "workbook/thread_probe.hpp"

namespace {

using asio::awaitable;
using asio::use_awaitable;

// A shop whose loop runs in the thread of the test.
struct Shop {
  const std::thread::id here = std::this_thread::get_id();
  asio::io_context loop;
  int quotes = 0;
  int strangers = 0;  // calls of `count` from elsewhere
  Count count = [this] {
    if (std::this_thread::get_id() == here) {
      ++quotes;
    } else {
      ++strangers;
    }
  };
  asio::thread_pool pool{2};

  bool is_here() const { return std::this_thread::get_id() == here; }

  void run(awaitable<void> coroutine) {
    asio::co_spawn(loop, std::move(coroutine), asio::detached);
    loop.run();
    pool.join();
  }
};

// Quotes one item. Whatever comes back, it must be in the thread of the loop.
awaitable<void> ask(Shop& shop, const Lookup& lookup, std::string item,
                    int& price, std::string& error, bool& is_back) {
  try {
    price = co_await quote(shop.pool, lookup, shop.count, item);
  } catch (const std::exception& thrown) {
    error = thrown.what();
  }
  is_back = shop.is_here();
}

struct Answer {
  int price = 0;
  std::string error = {};
  bool is_back = false;  // in the thread of the loop
};

Answer ask(Shop& shop, const Lookup& lookup) {
  Answer answer;
  shop.run(
      ask(shop, lookup, "pear", answer.price, answer.error, answer.is_back));
  return answer;
}

}  // namespace

TEST_CASE("a lookup runs in a thread of the pool") {
  Shop shop;
  bool is_in_the_pool = false;
  const Answer answer = ask(shop, [&](const std::string& item) {
    is_in_the_pool = shop.pool.get_executor().running_in_this_thread();
    return item == "pear" ? 42 : 0;
  });
  CHECK(is_in_the_pool);
  CHECK(answer.price == 42);
}

TEST_CASE("a quote is counted in the thread of the loop") {
  Shop shop;
  const Answer answer = ask(shop, [](const std::string&) { return 42; });
  CHECK(shop.quotes == 1);
  CHECK(shop.strangers == 0);
  CHECK(answer.is_back);
}

TEST_CASE("the loop goes on while a lookup blocks") {
  Shop shop;
  std::latch ticks(3);
  // The lookup ends when the loop has ticked, and the ticks begin after it.
  const auto answer = ask(shop, [&](const std::string&) {
    if (shop.is_here()) return 0;  // it could only wait for ever
    for (int i = 0; i < 3; ++i)
      asio::post(shop.loop, [&] { ticks.count_down(); });
    ticks.wait();
    return 42;
  });
  CHECK(answer.price == 42);
}

TEST_CASE("the loop sleeps while a lookup blocks") {
  Shop shop;
  const pid_t loop_thread = workbook::this_thread_id();
  bool is_asleep = false;
  ask(shop, [&](const std::string&) {
    is_asleep = !shop.is_here() && workbook::sleeps(loop_thread);
    return 42;
  });
  CHECK(is_asleep);
}

TEST_CASE("two lookups can block at the same time") {
  Shop shop;
  std::barrier both(2);
  const Lookup lookup = [&](const std::string& item) {
    if (shop.is_here()) return 0;
    both.arrive_and_wait();
    return item == "pear" ? 42 : 7;
  };
  Answer pear;
  Answer plum;
  asio::co_spawn(
      shop.loop,
      ask(shop, lookup, "plum", plum.price, plum.error, plum.is_back),
      asio::detached);
  shop.run(ask(shop, lookup, "pear", pear.price, pear.error, pear.is_back));
  CHECK(pear.price == 42);
  CHECK(plum.price == 7);
  CHECK(shop.quotes == 2);
}

TEST_CASE("what a lookup throws reaches the caller") {
  Shop shop;
  const Answer answer = ask(shop, [](const std::string&) -> int {
    throw std::runtime_error("the database is down");
  });
  CHECK(answer.error == "the database is down");
  CHECK(answer.is_back);
  CHECK(shop.quotes == 0);
}
