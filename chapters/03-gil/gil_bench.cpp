// The interpreter beside CPython's, and what the lock costs.

#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>

#include "03-gil/in_threads.hpp"
#include "03-gil/interpreter.hpp"
#include "03-gil/programs.hpp"

namespace {

using namespace std::chrono_literals;
using namespace workbook;

constexpr std::array<Value, 4> numbers = {2139079, 1214759, 1516637, 1852285};

void count_divisions(benchmark::State& state) {
  Value sum = 0;
  for (const Value number : numbers) sum += number;
  state.SetItemsProcessed(state.iterations() * sum);
}

// Prints how many seconds the same program takes, the best of three runs. An
// error of Python's own goes to where it can be read.
constexpr const char* python = R"(python3 -c '
import time
def factorize(number):
    factors = []
    for i in range(1, number + 1):
        if number % i == 0:
            factors.append(i)
    return factors
best = float("inf")
for _ in range(3):
    start = time.perf_counter()
    for number in (2139079, 1214759, 1516637, 1852285):
        factorize(number)
    best = min(best, time.perf_counter() - start)
print(best)
')";

void factorize_python3(benchmark::State& state) {
  const std::unique_ptr<FILE, int (*)(FILE*)> output(::popen(python, "r"),
                                                     ::pclose);
  double seconds = 0;
  if (!output || std::fscanf(output.get(), "%lf", &seconds) != 1) {
    state.SkipWithError("no python3");
    return;
  }
  for (auto _ : state) state.SetIterationTime(seconds);
  count_divisions(state);
}

void factorize_bytecode(benchmark::State& state, bool has_lock) {
  const Code code = factorize();
  Gil gil;
  Interpreter interpreter(has_lock ? &gil : nullptr);
  for (auto _ : state) {
    for (const Value number : numbers) {
      benchmark::DoNotOptimize(interpreter.run(code, {number}));
    }
  }
  count_divisions(state);
}

void factorize_native(benchmark::State& state) {
  for (auto _ : state) {
    for (const Value number : numbers) {
      benchmark::DoNotOptimize(factors_of(number));
    }
  }
  count_divisions(state);
}

BENCHMARK(factorize_python3)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(1);
BENCHMARK_CAPTURE(factorize_bytecode, with_lock, true)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(factorize_bytecode, without_lock, false)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK(factorize_native)->Unit(benchmark::kMillisecond)->UseRealTime();

// Nobody else wants it.
void take_and_drop(benchmark::State& state) {
  Gil gil;
  for (auto _ : state) const HoldGil hold(&gil);
}
BENCHMARK(take_and_drop);

// Two threads, each of which gives it up before every instruction.
void hand_over(benchmark::State& state) {
  constexpr Value rounds = 100;
  const Code code = increment();
  long switches = 0;
  for (auto _ : state) {
    Gil gil({.interval = 0ns});
    Interpreter interpreter(&gil);
    in_threads(2, &gil, [&](int) { interpreter.run(code, {rounds}); });
    switches += gil.switches();
  }
  state.SetItemsProcessed(switches);
}
BENCHMARK(hand_over)->UseRealTime();

}  // namespace
