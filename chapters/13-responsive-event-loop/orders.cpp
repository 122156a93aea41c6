#include "13-responsive-event-loop/orders.hpp"

#include <fmt/format.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "13-responsive-event-loop/ticker.hpp"
#include "13-responsive-event-loop/watched_executor.hpp"
#include "13-responsive-event-loop/write_thread.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;
using asio::awaitable;
using asio::use_awaitable;

constexpr std::chrono::milliseconds between_orders = 5ms;

// #region direct
awaitable<void> save_orders(LogFile& file, long lines) {
  asio::steady_timer next_order(co_await asio::this_coro::executor);
  for (long i = 1; i <= lines; ++i) {
    file.append(fmt::format("order {}\n", i));
    next_order.expires_after(between_orders);
    co_await next_order.async_wait(use_awaitable);
  }
}
// #endregion direct

// #region in-a-thread
awaitable<void> save_orders(WriteThread& writer, long lines) {
  asio::steady_timer next_order(co_await asio::this_coro::executor);
  for (long i = 1; i <= lines; ++i) {
    co_await writer.write(fmt::format("order {}\n", i));
    next_order.expires_after(between_orders);
    co_await next_order.async_wait(use_awaitable);
  }
}
// #endregion in-a-thread

awaitable<void> open_and_save(OrderOptions options) {
  const auto save = [lines = options.lines](WriteThread& writer) {
    return save_orders(writer, lines);
  };
  co_await with_writer(options.file, save, hang_once(options));
}

// A handler for co_spawn: keeps the exception, and has the tickers end.
auto finish(bool& is_done, std::exception_ptr& error) {
  return [&](const std::exception_ptr& thrown) {
    error = thrown;
    is_done = true;
  };
}

// #region measure
Measured measure(asio::io_context& loop, awaitable<void> save) {
  Measured measured;
  bool is_done = false;
  std::exception_ptr error;
  asio::co_spawn(loop, tick(measured.ticks, is_done), asio::detached);
  asio::co_spawn(loop, tick_naively(measured.naive_ticks, is_done),
                 asio::detached);
  asio::co_spawn(loop, std::move(save), finish(is_done, error));
  loop.run();
  if (error) std::rethrow_exception(error);
  return measured;
}
// #endregion measure

OrderOptions with_default_file(OrderOptions options) {
  if (options.file.empty()) {
    options.directory = std::make_shared<TemporaryDirectory>();
    options.file = options.directory->path() / "orders.log";
  }
  try {
    LogFile(options.file).close();
  } catch (const std::system_error& error) {
    throw UsageError(error.what());
  }
  return options;
}

}  // namespace

OrderOptions parse_order_options(const Arguments& arguments) {
  OrderOptions options;
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    const std::string& name = arguments[i];
    if (name != "--file" && name != "--block-ms" && name != "--lines") {
      throw UsageError(
          fmt::format("no option '{}'; there are {}", name, order_arguments));
    }
    if (i + 1 == arguments.size() || arguments[i + 1].empty())
      throw UsageError(fmt::format("{} needs a value", name));
    const std::string& value = arguments[i + 1];
    if (name == "--file") {
      options.file = value;
    } else if (name == "--block-ms") {
      options.block =
          std::chrono::milliseconds(to_number(value, name, 0, 10'000));
    } else {
      options.lines = to_number(value, name, 1, 1'000'000);
    }
  }
  return with_default_file(std::move(options));
}

// #region hang
std::function<void()> hang_once(const OrderOptions& options) {
  return [left = options.lines / 2, block = options.block]() mutable {
    if (left-- == 0) std::this_thread::sleep_for(block);
  };
}
// #endregion hang

Measured save_directly(const OrderOptions& options) {
  asio::io_context loop(1);
  LogFile file(options.file, hang_once(options));
  return measure(loop, save_orders(file, options.lines));
}

Measured save_in_a_thread(const OrderOptions& options) {
  asio::io_context loop(1);
  return measure(loop, open_and_save(options));
}

// #region watched
void save_watched(const OrderOptions& options, Watchdog& watchdog) {
  asio::io_context loop(1);
  LogFile file(options.file, hang_once(options));
  Latencies ticks;
  bool is_done = false;
  std::exception_ptr error;
  const auto named = [&](const char* name) {
    return WatchedExecutor(loop.get_executor(), watchdog, name);
  };
  asio::co_spawn(named("ticker"), tick(ticks, is_done), asio::detached);
  asio::co_spawn(named("save_orders"), save_orders(file, options.lines),
                 finish(is_done, error));
  loop.run();
  if (error) std::rethrow_exception(error);
}
// #endregion watched

}  // namespace workbook
