// ThreadPool beside its peers, tasks per second, with the number of workers:
//
//   fan_out         submit 10,000 tasks that do nothing, then get their results
//   one_at_a_time   submit one, get its result, submit the next
//   life            a generation of 1,000 x 1,000 cells, computed in bands
//
// What std::future costs by itself is the floor of all that have one:
// `promise`. BS::thread_pool is no package of the distributions; its queue and
// its wake-ups are those of TextbookPool.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdio>
#include <future>
#include <memory>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <asio/post.hpp>
#include <asio/thread_pool.hpp>

#include "06-fan-out/patterns.hpp"
#include "06-fan-out/simulate.hpp"
#include "09-thread-pools/map.hpp"
#include "09-thread-pools/simulate_bands.hpp"
#include "09-thread-pools/textbook_pool.hpp"
#include "09-thread-pools/thread_pool.hpp"

namespace {

using workbook::TextbookPool;
using workbook::ThreadPool;

constexpr int tasks = 10'000;

class AsioPool {
 public:
  explicit AsioPool(std::size_t workers) : pool_(workers) {}

  template <typename F>
  std::future<std::invoke_result_t<F&>> submit(F function) {
    std::packaged_task<std::invoke_result_t<F&>()> task(std::move(function));
    auto result = task.get_future();
    asio::post(pool_, std::move(task));
    return result;
  }

 private:
  asio::thread_pool pool_;  // its destructor stops and joins
};

std::size_t workers(const benchmark::State& state) {
  return static_cast<std::size_t>(state.range(0));
}

template <typename Pool>
void fan_out(benchmark::State& state) {
  Pool pool(workers(state));
  for (auto _ : state) {
    std::vector<std::future<int>> results;
    results.reserve(tasks);
    for (int i = 0; i < tasks; ++i)
      results.push_back(pool.submit([i] { return i; }));
    for (std::future<int>& result : results)
      benchmark::DoNotOptimize(result.get());
  }
  state.SetItemsProcessed(state.iterations() * tasks);
}

void fan_out_map(benchmark::State& state) {
  ThreadPool pool(workers(state));
  for (auto _ : state) {
    benchmark::DoNotOptimize(workbook::map(pool, std::views::iota(0, tasks),
                                           [](int i) { return i; }));
  }
  state.SetItemsProcessed(state.iterations() * tasks);
}

template <typename Pool>
void one_at_a_time(benchmark::State& state) {
  Pool pool(workers(state));
  for (auto _ : state)
    benchmark::DoNotOptimize(pool.submit([] { return 1; }).get());
  state.SetItemsProcessed(state.iterations());
}

void promise(benchmark::State& state) {
  for (auto _ : state) {
    std::promise<int> made;
    std::future<int> result = made.get_future();
    made.set_value(1);
    benchmark::DoNotOptimize(result.get());
  }
  state.SetItemsProcessed(state.iterations());
}

// In a process of its own, which measures itself.
void python(benchmark::State& state, const std::string& shape) {
  constexpr long python_tasks = 5'000;
  const std::string command = std::string("python3 '") +
                              WORKBOOK_POOL_BENCH_PY + "' " + shape + " " +
                              std::to_string(state.range(0)) + " " +
                              std::to_string(python_tasks) + " 2>&1";
  for (auto _ : state) {
    const std::unique_ptr<FILE, int (*)(FILE*)> child(
        ::popen(command.c_str(), "r"), ::pclose);
    double seconds = 0;
    if (!child || std::fscanf(child.get(), "%lf", &seconds) != 1) {
      state.SkipWithError("python3 is missing or failed");
      return;
    }
    state.SetIterationTime(seconds);
  }
  state.SetItemsProcessed(state.iterations() * python_tasks);
}

#define WORKBOOK_COMPARE(Pool)                                       \
  BENCHMARK_TEMPLATE(fan_out, Pool)->Arg(2)->Arg(10)->UseRealTime(); \
  BENCHMARK_TEMPLATE(one_at_a_time, Pool)->Arg(2)->Arg(10)->UseRealTime()

WORKBOOK_COMPARE(ThreadPool);
WORKBOOK_COMPARE(TextbookPool);
WORKBOOK_COMPARE(AsioPool);
BENCHMARK_CAPTURE(python, fan_out, "fan_out")->Arg(2)->Arg(10)->UseManualTime();
BENCHMARK_CAPTURE(python, one_at_a_time, "one_at_a_time")
    ->Arg(2)
    ->Arg(10)
    ->UseManualTime();
BENCHMARK(fan_out_map)->Arg(2)->Arg(10)->UseRealTime();
BENCHMARK(promise);

workbook::Grid large_grid() { return workbook::random_grid({1000, 1000}, 1); }

void count_cells(benchmark::State& state, const workbook::Grid& grid) {
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(grid.size().cells()));
}

void life_serial(benchmark::State& state) {
  workbook::Grid grid = large_grid();
  for (auto _ : state) grid = workbook::simulate(grid);
  count_cells(state, grid);
}

void life_bands(benchmark::State& state) {
  ThreadPool pool(workers(state));
  workbook::Grid grid = large_grid();
  for (auto _ : state) grid = workbook::simulate_bands(pool, grid);
  count_cells(state, grid);
}

BENCHMARK(life_serial)->UseRealTime();
BENCHMARK(life_bands)->RangeMultiplier(2)->Range(1, 16)->UseRealTime();

}  // namespace
