#include "13-responsive-event-loop/ticker.hpp"

#include <doctest/doctest.h>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "13-responsive-event-loop/orders.hpp"

namespace {

using namespace std::chrono_literals;
using asio::awaitable;
using asio::use_awaitable;
using workbook::Arguments;
using workbook::Latencies;
using workbook::Measured;
using workbook::OrderOptions;
using workbook::parse_order_options;
using workbook::UsageError;

constexpr auto always = Latencies::Duration::max();

}  // namespace

TEST_CASE("a loop that is held up makes every tick of that time late") {
  const Measured measured = workbook::save_directly(
      parse_order_options({"--block-ms", "100", "--lines", "4"}));
  // Those due in the first half of the 100 ms are late by at least the other.
  CHECK(measured.ticks.between(49ms, always) >= 49);
  CHECK(measured.ticks.percentile(100) >= 98ms);
}

TEST_CASE("a loop that is held up counts once for a naive ticker") {
  asio::io_context loop;
  Latencies latencies;
  bool is_done = false;
  const auto hold_up = [&](awaitable<void> nap) -> awaitable<void> {
    const auto here = co_await asio::this_coro::executor;
    co_await std::move(nap);
    const std::size_t before = latencies.count();
    std::this_thread::sleep_for(50ms);
    while (latencies.count() == before)
      co_await asio::post(here, use_awaitable);
    CHECK(latencies.count() == before + 1);
    is_done = true;
  };
  const auto nap = []() -> awaitable<void> {
    asio::steady_timer timer(co_await asio::this_coro::executor, 3ms);
    co_await timer.async_wait(use_awaitable);
  };
  asio::co_spawn(loop, tick_naively(latencies, is_done), asio::detached);
  asio::co_spawn(loop, hold_up(nap()), asio::detached);
  loop.run();
  CHECK(latencies.percentile(100) >= 48ms);
}

TEST_CASE("options of the orders are read") {
  const OrderOptions options = parse_order_options(
      {"--lines", "7", "--file", "/dev/null", "--block-ms", "0"});
  CHECK(options.lines == 7);
  CHECK(options.block == 0ms);
  CHECK(options.file == "/dev/null");
}

TEST_CASE("options that are wrong are refused with a line that says why") {
  const auto refused = [](const Arguments& arguments, const std::string& text) {
    CHECK_THROWS_WITH_AS(parse_order_options(arguments), text.c_str(),
                         UsageError);
  };
  refused({"--nosuch", "1"},
          "no option '--nosuch'; there are [--file PATH] [--block-ms N] "
          "[--lines N]");
  refused({"--file"}, "--file needs a value");
  refused({"--file", ""}, "--file needs a value");
  refused({"--file", "/nosuch/a.log"},
          "open \"/nosuch/a.log\": No such file or directory");
  CHECK_THROWS_AS(parse_order_options({"--block-ms", "-1"}), UsageError);
  CHECK_THROWS_AS(parse_order_options({"--block-ms", "soon"}), UsageError);
  CHECK_THROWS_AS(parse_order_options({"--lines", "0"}), UsageError);
}

TEST_CASE("an error of the file comes out of the loop") {
  const OrderOptions options =
      parse_order_options({"--file", "/dev/full", "--block-ms", "0"});
  constexpr const char* text = "write \"/dev/full\": No space left on device";
  CHECK_THROWS_WITH(workbook::save_directly(options), text);
  CHECK_THROWS_WITH(workbook::save_in_a_thread(options), text);
}
