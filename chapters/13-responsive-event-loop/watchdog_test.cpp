#include "13-responsive-event-loop/watchdog.hpp"

#include <doctest/doctest.h>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "13-responsive-event-loop/orders.hpp"
#include "13-responsive-event-loop/watched_executor.hpp"

namespace {

using namespace std::chrono_literals;
using asio::awaitable;
using asio::use_awaitable;
using workbook::Watchdog;
using workbook::WatchedExecutor;

// A clock that moves when the code under test says so.
struct FakeClock {
  std::chrono::nanoseconds now{0};

  Watchdog::Clock read() {
    return [this] { return now; };
  }
};

awaitable<void> give_others_a_turn() {
  co_await asio::post(co_await asio::this_coro::executor, use_awaitable);
}

// Works for each of these times, and waits after each.
awaitable<void> work(FakeClock& clock,
                     std::vector<std::chrono::seconds> times) {
  for (const std::chrono::seconds time : times) {
    clock.now += time;
    co_await give_others_a_turn();
  }
}

}  // namespace

TEST_CASE("who holds the loop for the limit or longer is named") {
  FakeClock clock;
  Watchdog watchdog(100ms, clock.read());
  watchdog.run("quick", [&] { clock.now += 99ms; });
  watchdog.run("slow", [&] { clock.now += 100ms; });
  REQUIRE(watchdog.slow().size() == 1);
  CHECK(watchdog.slow()[0].name == "slow");
  CHECK(watchdog.slow()[0].held == 100ms);
}

TEST_CASE("who throws after too long is named and the exception goes on") {
  FakeClock clock;
  Watchdog watchdog(100ms, clock.read());
  const auto fail = [&] {
    clock.now += 1s;
    throw std::runtime_error("no paper");
  };
  CHECK_THROWS_WITH(watchdog.run("printer", fail), "no paper");
  REQUIRE(watchdog.slow().size() == 1);
  CHECK(watchdog.slow()[0].name == "printer");
}

TEST_CASE("the time of a slice inside another is its own") {
  FakeClock clock;
  Watchdog watchdog(3s, clock.read());
  watchdog.run("outer", [&] {
    clock.now += 1s;
    watchdog.run("inner", [&] { clock.now += 5s; });
    watchdog.run("quick", [&] { clock.now += 2s; });
    clock.now += 1s;
  });
  watchdog.run("later", [&] { clock.now += 2s; });
  REQUIRE(watchdog.slow().size() == 1);
  CHECK(watchdog.slow()[0].name == "inner");
  CHECK(watchdog.slow()[0].held == 5s);
}

TEST_CASE("among coroutines that take turns the slow one is named") {
  FakeClock clock;
  Watchdog watchdog(3s, clock.read());
  asio::io_context loop;
  const auto named = [&](const char* name) {
    return WatchedExecutor(loop.get_executor(), watchdog, name);
  };
  asio::co_spawn(named("a"), work(clock, {1s, 2s, 1s}), asio::detached);
  asio::co_spawn(named("b"), work(clock, {1s, 4s, 1s, 5s}), asio::detached);
  asio::co_spawn(named("c"), work(clock, {2s, 2s, 2s}), asio::detached);
  loop.run();
  REQUIRE(watchdog.slow().size() == 2);
  CHECK(watchdog.slow()[0].name == "b");
  CHECK(watchdog.slow()[0].held == 4s);
  CHECK(watchdog.slow()[1].name == "b");
  CHECK(watchdog.slow()[1].held == 5s);
}

TEST_CASE("what others do while a coroutine waits is not its time") {
  FakeClock clock;
  Watchdog watchdog(3s, clock.read());
  asio::io_context loop;
  asio::co_spawn(WatchedExecutor(loop.get_executor(), watchdog, "waits"),
                 work(clock, {1s, 1s, 1s}), asio::detached);
  asio::co_spawn(loop, work(clock, {9s, 9s, 9s}), asio::detached);
  loop.run();
  CHECK(watchdog.slow().empty());
}

TEST_CASE("what a coroutine awaits after a timer still has its name") {
  FakeClock clock;
  Watchdog watchdog(3s, clock.read());
  asio::io_context loop;
  const auto nap_and_work = [](FakeClock& its_clock) -> awaitable<void> {
    asio::steady_timer nap(co_await asio::this_coro::executor, 1ms);
    co_await nap.async_wait(use_awaitable);
    std::vector<std::chrono::seconds> once(1, 3s);
    co_await work(its_clock, once);
  };
  asio::co_spawn(WatchedExecutor(loop.get_executor(), watchdog, "sleeper"),
                 nap_and_work(clock), asio::detached);
  loop.run();
  REQUIRE(watchdog.slow().size() == 1);
  CHECK(watchdog.slow()[0].name == "sleeper");
}

TEST_CASE("the coroutine that writes to a disk that hangs is named") {
  workbook::OrderOptions options =
      workbook::parse_order_options({"--block-ms", "30", "--lines", "4"});
  Watchdog watchdog(30ms);
  workbook::save_watched(options, watchdog);
  bool is_named = false;
  for (const auto& [name, held] : watchdog.slow()) {
    if (name == "save_orders" && held >= 30ms) is_named = true;
  }
  CHECK(is_named);
}
