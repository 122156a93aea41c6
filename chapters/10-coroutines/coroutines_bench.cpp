// Task and EventLoop beside Asio's awaitable and io_context, and asyncio:
//
//   yields     one coroutine gives way to the others, of which there are none:
//              out of the coroutine, through the loop, and in again
//   calls      a coroutine awaits another that does not wait
//   gathered   100,000 coroutines give way once; bytes each while all wait

#include <benchmark/benchmark.h>
#include <malloc.h>

#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>

#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/when_all.hpp"

namespace {

using workbook::EventLoop;
using workbook::Task;

constexpr int times = 10'000;
constexpr int many = 100'000;

double heap_in_use() {
  const struct mallinfo2 info = ::mallinfo2();
  return static_cast<double>(info.uordblks + info.hblkhd);
}

Task<> yields(EventLoop& loop, int count) {
  for (int i = 0; i < count; ++i) co_await loop.yield();
}

Task<int> answer(int number) { co_return number; }

Task<long> calls(int count) {
  long sum = 0;
  for (int i = 0; i < count; ++i) sum += co_await answer(i);
  co_return sum;
}

Task<> measures(double& bytes) {
  bytes = heap_in_use() - bytes;
  co_return;
}

void task_yields(benchmark::State& state) {
  EventLoop loop;
  for (auto _ : state) loop.run(yields(loop, times));
  state.SetItemsProcessed(state.iterations() * times);
}

void task_calls(benchmark::State& state) {
  EventLoop loop;
  for (auto _ : state) benchmark::DoNotOptimize(loop.run(calls(times)));
  state.SetItemsProcessed(state.iterations() * times);
}

void task_gathered(benchmark::State& state) {
  EventLoop loop;
  double bytes = 0;
  for (auto _ : state) {
    bytes = heap_in_use();
    std::vector<Task<>> all;
    all.reserve(many + 1);
    for (int i = 0; i < many; ++i) all.push_back(yields(loop, 1));
    all.push_back(measures(bytes));
    loop.run(when_all(std::move(all)));
  }
  state.SetItemsProcessed(state.iterations() * many);
  state.counters["bytes"] = bytes / many;
}

asio::awaitable<void> asio_yields(int count) {
  for (int i = 0; i < count; ++i) co_await asio::post(asio::use_awaitable);
}

asio::awaitable<int> asio_answer(int number) { co_return number; }

asio::awaitable<void> asio_calls(int count, long& sum) {
  for (int i = 0; i < count; ++i) sum += co_await asio_answer(i);
}

asio::awaitable<void> asio_measures(double& bytes) {
  bytes = heap_in_use() - bytes;
  co_return;
}

template <typename Make>
void run_in_asio(const Make& spawn_all) {
  asio::io_context context(1);
  spawn_all(context);
  context.run();
}

void awaitable_yields(benchmark::State& state) {
  for (auto _ : state) {
    run_in_asio([](asio::io_context& context) {
      asio::co_spawn(context, asio_yields(times), asio::detached);
    });
  }
  state.SetItemsProcessed(state.iterations() * times);
}

void awaitable_calls(benchmark::State& state) {
  long sum = 0;
  for (auto _ : state) {
    run_in_asio([&](asio::io_context& context) {
      asio::co_spawn(context, asio_calls(times, sum), asio::detached);
    });
  }
  benchmark::DoNotOptimize(sum);
  state.SetItemsProcessed(state.iterations() * times);
}

void awaitable_gathered(benchmark::State& state) {
  double bytes = 0;
  for (auto _ : state) {
    bytes = heap_in_use();
    run_in_asio([&](asio::io_context& context) {
      for (int i = 0; i < many; ++i)
        asio::co_spawn(context, asio_yields(1), asio::detached);
      asio::co_spawn(context, asio_measures(bytes), asio::detached);
    });
  }
  state.SetItemsProcessed(state.iterations() * many);
  state.counters["bytes"] = bytes / many;
}

// In a process of its own, which measures itself.
void asyncio(benchmark::State& state, const std::string& shape) {
  const std::string command = std::string("python3 '") +
                              WORKBOOK_COROUTINES_BENCH_PY + "' " + shape +
                              " " + std::to_string(many) + " 2>&1";
  double bytes = 0;
  for (auto _ : state) {
    const std::unique_ptr<FILE, int (*)(FILE*)> child(
        ::popen(command.c_str(), "r"), ::pclose);
    double seconds = 0;
    if (!child || std::fscanf(child.get(), "%lf %lf", &seconds, &bytes) != 2) {
      state.SkipWithError("python3 is missing or failed");
      return;
    }
    state.SetIterationTime(seconds);
  }
  state.SetItemsProcessed(state.iterations() * many);
  if (shape == "gathered") state.counters["bytes"] = bytes;
}

BENCHMARK(task_yields);
BENCHMARK(awaitable_yields);
BENCHMARK_CAPTURE(asyncio, yields, "yields")->UseManualTime();
BENCHMARK(task_calls);
BENCHMARK(awaitable_calls);
BENCHMARK(task_gathered);
BENCHMARK(awaitable_gathered);
BENCHMARK_CAPTURE(asyncio, gathered, "gathered")->UseManualTime();

}  // namespace
