// What a thread, a line of the log and an event cost, beside their peers.

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <pthread.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <future>
#include <semaphore>
#include <syncstream>
#include <thread>

#include "02-threads/event.hpp"
#include "02-threads/line_log.hpp"

namespace {

using workbook::Event;
using workbook::LineLog;

void start_and_join_pthread(benchmark::State& state) {
  for (auto _ : state) {
    pthread_t thread{};
    ::pthread_create(
        &thread, nullptr, [](void*) -> void* { return nullptr; }, nullptr);
    ::pthread_join(thread, nullptr);
  }
}
BENCHMARK(start_and_join_pthread)->UseRealTime();

void start_and_join_jthread(benchmark::State& state) {
  for (auto _ : state) std::jthread([] {}).join();
}
BENCHMARK(start_and_join_jthread)->UseRealTime();

void start_and_join_async(benchmark::State& state) {
  for (auto _ : state) std::async(std::launch::async, [] {}).get();
}
BENCHMARK(start_and_join_async)->UseRealTime();

// One line to a file that keeps nothing.
void line_fmt_and_flush(benchmark::State& state) {
  std::FILE* null = std::fopen("/dev/null", "w");
  for (auto _ : state) {
    fmt::print(null, "{:7.3f}  {:<10}  {}\n", 0.1, "worker", "waits");
    std::fflush(null);
  }
  std::fclose(null);
}
BENCHMARK(line_fmt_and_flush);

void line_log(benchmark::State& state) {
  std::FILE* null = std::fopen("/dev/null", "w");
  const LineLog log(null);
  for (auto _ : state) log.println("{}", "waits");
  std::fclose(null);
}
BENCHMARK(line_log);

void line_osyncstream(benchmark::State& state) {
  std::ofstream null("/dev/null");
  for (auto _ : state) {
    std::osyncstream(null) << 0.1 << "  worker  "
                           << "waits" << std::endl;
  }
}
BENCHMARK(line_osyncstream);

// From one thread to another and back.
template <typename Give, typename Take>
void there_and_back(benchmark::State& state, Give give, Take take) {
  std::atomic<bool> done = false;
  std::jthread other([&] {
    for (;;) {
      take(0);
      if (done) return;
      give(1);
    }
  });
  for (auto _ : state) {
    give(0);
    take(1);
  }
  done = true;
  give(0);
}

void there_and_back_event(benchmark::State& state) {
  std::array<Event, 2> events;
  there_and_back(
      state, [&](std::size_t to) { events.at(to).set(); },
      [&](std::size_t of) {
        events.at(of).wait();
        events.at(of).clear();
      });
}
BENCHMARK(there_and_back_event)->UseRealTime();

void there_and_back_semaphore(benchmark::State& state) {
  std::array<std::binary_semaphore, 2> semaphores = {std::binary_semaphore(0),
                                                     std::binary_semaphore(0)};
  there_and_back(
      state, [&](std::size_t to) { semaphores.at(to).release(); },
      [&](std::size_t of) { semaphores.at(of).acquire(); });
}
BENCHMARK(there_and_back_semaphore)->UseRealTime();

void there_and_back_atomic_wait(benchmark::State& state) {
  std::array<std::atomic<bool>, 2> flags = {false, false};
  there_and_back(
      state,
      [&](std::size_t to) {
        flags.at(to) = true;
        flags.at(to).notify_one();
      },
      [&](std::size_t of) {
        flags.at(of).wait(false);
        flags.at(of) = false;
      });
}
BENCHMARK(there_and_back_atomic_wait)->UseRealTime();

}  // namespace
