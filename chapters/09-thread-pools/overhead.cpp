#include "09-thread-pools/overhead.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <future>
#include <ranges>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "05-queues/usage.hpp"
#include "09-thread-pools/map.hpp"
#include "09-thread-pools/textbook_pool.hpp"
#include "09-thread-pools/thread_pool.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

int nothing(int i) { return i; }

// #region in-a-pool
template <typename Pool>
void in_a_pool(Pool& pool, int tasks) {
  std::vector<std::future<int>> results;  // fan-out
  for (int i = 0; i < tasks; ++i)
    results.push_back(pool.submit([i] { return nothing(i); }));
  for (std::future<int>& result : results) result.get();  // fan-in
}
// #endregion in-a-pool

void in_threads(int tasks) {
  for (int i = 0; i < tasks; ++i) std::jthread(nothing, i);
}

void with_async(int tasks) {
  std::vector<std::future<int>> results;
  for (int i = 0; i < tasks; ++i)
    results.push_back(std::async(std::launch::async, nothing, i));
  for (std::future<int>& result : results) result.get();
}

// No pool at all: what a future costs by itself.
void promises(int tasks) {
  for (int i = 0; i < tasks; ++i) {
    std::promise<int> promise;
    std::future<int> result = promise.get_future();
    promise.set_value(nothing(i));
    result.get();
  }
}

// Runs it several times and prints the median.
template <typename Run>
void row(const std::string& name, const std::string& way, int tasks, Run run) {
  constexpr std::size_t rounds = times_measured(9);
  std::vector<double> times;
  std::vector<double> switched;
  for (std::size_t i = 0; i < rounds; ++i) {
    const long before = context_switches_of_all();
    const Stopwatch stopwatch;
    run(tasks);
    times.push_back(stopwatch.seconds() / tasks * 1e9);
    switched.push_back(static_cast<double>(context_switches_of_all() - before) /
                       tasks);
  }
  std::ranges::sort(times);
  std::ranges::sort(switched);
  fmt::print(
      "{:<34} {:>9} ns {:>10}\n", way,
      figure(name, fmt::format("{:.0f}", times[rounds / 2])),
      figure(name + "-switches", fmt::format("{:.3f}", switched[rounds / 2])));
}

}  // namespace

void overhead(const Arguments& arguments) {
  const long count =
      arguments.empty() ? 10 : to_number(arguments[0], "workers", 1, 1000);
  const auto workers = static_cast<std::size_t>(count);
  ThreadPool pool(workers);

  fmt::print("{:<34} {:>12} {:>10}\n", "", "a task", "switches");
  row("thread", "a thread each, one after the other", 500, in_threads);
  row("async", "std::async, all at once", 500, with_async);
  {
    TextbookPool textbook(workers);
    row("textbook", fmt::format("textbook pool, {} workers", workers), 5'000,
        [&](int tasks) { in_a_pool(textbook, tasks); });
  }
  row("submit", fmt::format("ThreadPool, {} workers: submit", workers), 5'000,
      [&](int tasks) { in_a_pool(pool, tasks); });
  row("map", fmt::format("ThreadPool, {} workers: map", workers), 50'000,
      [&](int tasks) { map(pool, std::views::iota(0, tasks), nothing); });
  row("promise", "no pool: a promise and its future", 5'000, promises);
}

}  // namespace workbook
