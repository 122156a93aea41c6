// Growing log files, merged into one: four versions, one step apart.

#include <fmt/format.h>

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>

#include "12-mixing-threads-and-coroutines/bridges.hpp"
#include "12-mixing-threads-and-coroutines/command_line.hpp"
#include "12-mixing-threads-and-coroutines/confirm.hpp"
#include "12-mixing-threads-and-coroutines/growing.hpp"
#include "12-mixing-threads-and-coroutines/pictures.hpp"
#include "12-mixing-threads-and-coroutines/surprises.hpp"
#include "12-mixing-threads-and-coroutines/versions.hpp"
#include "workbook/sections.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/temporary_directory.hpp"

namespace {

using namespace workbook;
using asio::awaitable;
using namespace std::chrono_literals;

// #region own-thread
awaitable<int> answer() {
  asio::steady_timer timer(co_await asio::this_coro::executor, 1ms);
  co_await timer.async_wait(asio::use_awaitable);
  co_return 42;
}

awaitable<void> ask(asio::io_context& loop) {
  try {
    post_and_wait(loop, answer());
  } catch (const std::logic_error& error) {
    fmt::print("{}\n", error.what());
  }
  co_return;
}

void own_thread(const Arguments&) {
  asio::io_context loop;
  asio::co_spawn(loop, ask(loop), asio::detached);
  loop.run();
}
// #endregion own-thread

constexpr int rounds = 2'000;

awaitable<int> at_once() { co_return 42; }

awaitable<void> run_rounds_in_pool(asio::thread_pool& pool) {
  const auto function = [] { return 42; };
  for (int i = 0; i < rounds; ++i) co_await run_in_pool(pool, function);
}

void cost(const Arguments&) {
  const auto measure = [](const char* name, const auto& work) {
    const Stopwatch stopwatch;
    work();
    fmt::print("{:<18} {:>6} us\n", name,
               figure(name, fmt::format("{:.1f}",
                                        stopwatch.seconds() * 1e6 / rounds)));
  };
  asio::thread_pool pool(1);
  measure("run_in_pool", [&] { run_to_completion(run_rounds_in_pool(pool)); });
  asio::io_context loop;
  auto work = asio::make_work_guard(loop);
  const std::jthread runs([&] { loop.run(); });
  measure("post_and_wait", [&] {
    for (int i = 0; i < rounds; ++i) post_and_wait(loop, at_once());
  });
  work.reset();
  measure("run_to_completion", [&] {
    for (int i = 0; i < rounds; ++i) run_to_completion(at_once());
  });
}

// Merges with `version` what somebody writes meanwhile, and confirms it.
void demonstrate(const Version& version, const Growth& growth) {
  const TemporaryDirectory directory;
  const auto merged = directory.path() / "merged.log";
  GrowingLogs logs(directory.path(), growth);
  MergedFile output(merged, logs.paths());
  std::mutex mutex;
  std::set<std::thread::id> threads;  // guarded by mutex
  Merge merge(output, {.watch = [&](const std::string&) {
                const std::lock_guard lock(mutex);
                threads.insert(std::this_thread::get_id());
              }});

  const Stopwatch stopwatch;
  std::jthread writer([&] {
    logs.write();
    merge.request_stop();
  });
  version.run(merge, logs.paths());
  merge.rethrow();
  const double seconds = stopwatch.seconds();
  writer.join();
  if (const auto found = difference(merged, logs.paths()))
    throw std::runtime_error(*found);

  const std::string name(version.name);
  fmt::print("{:<10} {:>8} {:>10} {:>8}   {}\n", name,
             figure(name + "-threads", std::to_string(threads.size())),
             static_cast<long>(growth.files) * growth.lines,
             fmt::format("{:.2f} s", seconds), "nothing lost, nothing torn");
}

void demo(const Arguments& arguments) {
  if (arguments.size() > 2)
    throw UsageError("takes [files] [lines], not a third word");
  Growth growth = {.files = 50, .lines = 1'000};
  if (!arguments.empty())
    growth.files =
        static_cast<std::size_t>(to_number(arguments[0], "files", 1, 500));
  if (arguments.size() > 1)
    growth.lines = to_number(arguments[1], "lines", 1, 10'000'000);
  fmt::print("{:<10} {:>8} {:>10} {:>8}\n", "", "threads", "lines", "");
  for (const Version& version : versions) demonstrate(version, growth);
}

}  // namespace

int main(int argc, char** argv) {
  if (is_command(argc, argv)) return run_command(argc, argv);
  return run_sections(
      argc, argv,
      {{"surprises", "", "what happens to log files, and what is merged",
        surprises},
       {"threads", "", "a thread a file, one lock", draw_threads},
       {"mixed", "", "a loop, and threads that call into it", draw_mixed},
       {"small-pool", "", "mixed, with fewer threads than files", small_pool},
       {"own-thread", "", "a loop that is to wait for itself", own_thread},
       {"tasks", "", "coroutines in a loop, blocking reads in a pool",
        draw_tasks},
       {"wrapped", "", "threads, each with a loop for a coroutine",
        draw_wrapped},
       {"demo", "[files] [lines]", "all four, while the files are written",
        demo},
       {"quiet", "[files]", "what it takes to follow files that do not grow",
        quiet},
       {"cost", "", "what each bridge takes", cost}},
      {{"--follow FILE... --output FILE [--until-idle TIME] [--with VERSION]",
        "merges growing files until Ctrl-C, or until idle for TIME"},
       {"--confirm MERGED FILE...",
        "whether MERGED has all lines of each FILE, in their order"}});
}
