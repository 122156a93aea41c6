#include "13-responsive-event-loop/cost.hpp"

#include <fmt/format.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

#include "13-responsive-event-loop/log_file.hpp"
#include "13-responsive-event-loop/run_loop.hpp"
#include "13-responsive-event-loop/watched_executor.hpp"
#include "13-responsive-event-loop/write_thread.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;
using asio::awaitable;

constexpr long rounds = 10'000;

awaitable<void> write_rounds(WriteThread& writer) {
  for (long i = 0; i < rounds; ++i) co_await writer.write("a line of a log\n");
}

awaitable<void> many_slices() {
  const auto here = co_await asio::this_coro::executor;
  for (long i = 0; i < rounds; ++i)
    co_await asio::post(here, asio::use_awaitable);
}

}  // namespace

void cost(const Arguments&) {
  const auto measure = [](const char* name, const std::string& what,
                          const auto& work) {
    const Stopwatch stopwatch;
    work();
    const double each = stopwatch.seconds() * 1e6 / rounds;  // microseconds
    fmt::print("{:<34} {:>6} us\n", what,
               figure(name, fmt::format("{:.2f}", each)));
  };
  measure("direct", "a write to /dev/null: LogFile", [] {
    LogFile file("/dev/null");
    for (long i = 0; i < rounds; ++i) file.append("a line of a log\n");
  });
  measure("threaded", "a write to /dev/null: WriteThread",
          [] { run_loop(with_writer("/dev/null", write_rounds)); });
  measure("slice", "a slice", [] { run_loop(many_slices()); });
  measure("watched", "a slice that is watched", [] {
    asio::io_context loop(1);
    Watchdog watchdog(100ms);
    asio::co_spawn(WatchedExecutor(loop.get_executor(), watchdog, "slices"),
                   many_slices(), asio::detached);
    loop.run();
  });
}

}  // namespace workbook
