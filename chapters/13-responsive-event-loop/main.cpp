// An event loop that stays responsive, one section for each thing that the
// lesson shows.

#include <fmt/format.h>

#include <algorithm>
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/this_coro.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "13-responsive-event-loop/cost.hpp"
#include "13-responsive-event-loop/file_size_limit.hpp"
#include "13-responsive-event-loop/latencies.hpp"
#include "13-responsive-event-loop/orders.hpp"
#include "13-responsive-event-loop/run_loop.hpp"
#include "13-responsive-event-loop/watchdog.hpp"
#include "13-responsive-event-loop/write_thread.hpp"
#include "workbook/curve.hpp"
#include "workbook/sections.hpp"
#include "workbook/temporary_directory.hpp"
#include "workbook/timeline.hpp"

namespace {

using namespace std::chrono_literals;
using namespace workbook;
using asio::awaitable;

constexpr const char* row = "{:<22} {:>6} {:>10} {:>10} {:>10}\n";

void print_header() { fmt::print(row, "", "ticks", "p50", "p99", "max"); }

void print_row(const std::string& what, const std::string& name,
               const Latencies& ticks) {
  const auto late = [&](const char* label, double percent) {
    return figure(name + label, milliseconds(ticks.percentile(percent)));
  };
  fmt::print(row, what, figure(name + "ticks", std::to_string(ticks.count())),
             late("p50", 50), late("p99", 99), late("max", 100));
}

// #region blocked
void blocked(const Arguments& arguments) {
  const Measured measured = save_directly(parse_order_options(arguments));
  fmt::print("{}\n", histogram(measured.ticks));
  print_header();
  print_row("due every ms", "", measured.ticks);
  print_row("due a ms after the last", "naive-", measured.naive_ticks);
}
// #endregion blocked

// #region watchdog
void watch(const Arguments& arguments) {
  Watchdog watchdog(100ms);  // as in asyncio, unless told otherwise
  save_watched(parse_order_options(arguments), watchdog);
  for (const auto& [name, held] : watchdog.slow()) {
    fmt::print("{} held the loop for {}\n", figure("culprit", name),
               figure("held", milliseconds(held)));
  }
  if (watchdog.slow().empty()) fmt::print("nobody held the loop for 100 ms\n");
}
// #endregion watchdog

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// #region clients
awaitable<void> client(WriteThread& writer, Timeline& timeline,
                       std::string name) {
  timeline.begin(name, Timeline::Kind::wait, "co_await write");
  co_await writer.write(name + '\n');
  timeline.end(name);
}

awaitable<void> three_clients(WriteThread& writer, Timeline& timeline) {
  const auto loop = co_await asio::this_coro::executor;
  for (const char* name : {"client 1", "client 2", "client 3"})
    asio::co_spawn(loop, client(writer, timeline, name), asio::detached);
}
// #endregion clients

// #region writer-thread
void writer_thread(const Arguments& arguments) {
  const OrderOptions options = parse_order_options(arguments);
  Timeline timeline("Three clients and a writer");
  const auto body = [&](WriteThread& writer) {
    return three_clients(writer, timeline);
  };
  const auto slow_disk = [&] {
    timeline.begin("writer", Timeline::Kind::run, "writes");
    std::this_thread::sleep_for(60ms);
  };

  run_loop(with_writer(options.file, body, slow_disk));
  timeline.end("writer");
  const double end = timeline.now();
  const auto lines = std::ranges::count(text_of(options.file), '\n');
  fmt::print("the scope ended after {:.0f} ms, with {} lines in the file\n",
             end * 1e3, figure("lines", std::to_string(lines)));
  timeline.show();
}
// #endregion writer-thread

// #region full-disk
awaitable<void> fill(WriteThread& writer, std::vector<std::string>& log) {
  for (const char* name : {"apples", "pears", "watermelons", "plums"}) {
    try {
      co_await writer.write(fmt::format("1 kg of {}\n", name));
      log.push_back(fmt::format("{}: saved", name));
    } catch (const std::system_error& error) {
      log.push_back(fmt::format("{}: {}", name, error.code().message()));
    }
  }
}

void full_disk(const Arguments&) {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "orders.log";
  std::vector<std::string> log;
  const auto body = [&](WriteThread& writer) { return fill(writer, log); };
  {
    const FileSizeLimit limit(45);  // bytes
    run_loop(with_writer(path, body));
  }
  for (const std::string& line : log) fmt::print("{}\n", line);
  fmt::print("in the file:\n{}", text_of(path));
}
// #endregion full-disk

// The histogram as a line: for each doubling of the lateness, how many ticks.
void add_to(Curve& curve, const std::string& name, const Latencies& ticks,
            Latencies::Duration most) {
  constexpr double none = 0.5;  // the axis has no 0
  Latencies::Duration from = Latencies::Duration::min();
  for (Latencies::Duration to = 500us; from < most; to *= 2) {
    const auto count = static_cast<double>(ticks.between(from, to));
    const std::chrono::duration<double, std::milli> edge = to;
    curve.add(name, edge.count(), std::max(count, none));
    from = to;
  }
}

void after(const Arguments& arguments) {
  const OrderOptions options = parse_order_options(arguments);
  const Measured before = save_directly(options);
  const Measured now = save_in_a_thread(options);
  fmt::print("{}\n", histogram(now.ticks));
  print_header();
  print_row("before: LogFile", "before-", before.ticks);
  print_row("after: WriteThread", "", now.ticks);

  const Latencies::Duration most =
      std::max(before.ticks.percentile(100), now.ticks.percentile(100));
  Curve curve("Before and after", "late by up to, ms", "ticks (0.5: none)");
  add_to(curve, "before", before.ticks, most);
  add_to(curve, "after", now.ticks, most);
  curve.show();
}

}  // namespace

int main(int argc, char** argv) {
  return run_sections(
      argc, argv,
      {{"blocked", order_arguments, "a ticker beside a coroutine that blocks",
        blocked},
       {"watchdog", order_arguments, "who held up the loop", watch},
       {"writer-thread", "[--file PATH]", "a thread that owns the file",
        writer_thread},
       {"full-disk", "", "the error reaches whoever awaits the write",
        full_disk},
       {"after", order_arguments, "the ticker beside a writer's thread", after},
       {"cost", "", "what it takes: the way to the thread, the watchdog",
        cost}});
}
