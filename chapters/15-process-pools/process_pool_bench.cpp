// ProcessPool beside its peers, with the number of workers:
//
//   tiny      map of 20,000 tasks that do next to nothing, one at a time
//   sockets   the least that such tasks cost: 16 bytes to a process and back,
//             each worker having one task at a time
//   gcd       120 pairs, serial, in threads and in processes
//   use_once  start two workers, have one call each, and end them

#include <benchmark/benchmark.h>
#include <poll.h>
#include <sys/socket.h>

#include <cstdio>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>

#include "09-thread-pools/map.hpp"
#include "15-process-pools/gcd.hpp"
#include "15-process-pools/process_pool.hpp"

namespace {

using workbook::Subprocess;
using workbook::UniqueFd;

constexpr long tasks = 20'000;

long twice(long number) { return 2 * number; }

workbook::Functions functions() {
  workbook::Functions all;
  all.add("twice", twice);
  all.add("gcd", workbook::gcd);
  return all;
}

std::vector<long> inputs() {
  std::vector<long> numbers(tasks);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

void tiny(benchmark::State& state) {
  workbook::ProcessPool pool(static_cast<std::size_t>(state.range(0)),
                             functions());
  const std::vector<long> numbers = inputs();
  pool.map(twice, numbers);  // they have started
  for (auto _ : state) benchmark::DoNotOptimize(pool.map(twice, numbers));
  state.SetItemsProcessed(state.iterations() * tasks);
}

struct Message {
  long number;
  long value;
};

int serve_bare_sockets() {
  Message message{};
  while (::recv(0, &message, sizeof(message), 0) > 0) {
    message.value *= 2;
    ::send(0, &message, sizeof(message), MSG_NOSIGNAL);
  }
  return 0;
}

void sockets(benchmark::State& state) {
  std::vector<UniqueFd> ends;
  std::vector<Subprocess> processes;
  std::vector<pollfd> news;
  for (long i = 0; i < state.range(0); ++i) {
    auto [ours, theirs] = workbook::socket_pair(SOCK_SEQPACKET);
    processes.push_back(
        Subprocess({"/proc/self/exe", "--bare"},
                   {.in = workbook::Stream(std::move(theirs))}));
    news.push_back({ours.get(), POLLIN, 0});
    ends.push_back(std::move(ours));
  }
  for (auto _ : state) {
    std::vector<long> results(tasks);
    long next = 0;
    long done = 0;
    const auto give = [&](int socket) {
      if (next == tasks) return;
      const Message message{next, next};
      ::send(socket, &message, sizeof(message), MSG_NOSIGNAL);
      ++next;
    };
    for (const UniqueFd& end : ends) give(end.get());
    while (done < tasks) {
      ::poll(news.data(), news.size(), -1);
      for (const pollfd& each : news) {
        if (each.revents == 0) continue;
        Message message{};
        ::recv(each.fd, &message, sizeof(message), 0);
        results[static_cast<std::size_t>(message.number)] = message.value;
        ++done;
        give(each.fd);
      }
    }
    benchmark::DoNotOptimize(results.data());
  }
  state.SetItemsProcessed(state.iterations() * tasks);
}

// In a process of its own, which measures itself.
void python(benchmark::State& state, const std::string& kind) {
  constexpr long python_tasks = 5'000;
  const std::string command = std::string("python3 '") +
                              WORKBOOK_PROCESS_POOL_BENCH_PY + "' " + kind +
                              " " + std::to_string(state.range(0)) + " " +
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

void gcd_serial(benchmark::State& state) {
  const auto pairs = workbook::gcd_pairs(30);
  for (auto _ : state) {
    for (const workbook::Pair& pair : pairs)
      benchmark::DoNotOptimize(workbook::gcd(pair));
  }
}

void gcd_threads(benchmark::State& state) {
  const auto pairs = workbook::gcd_pairs(30);
  workbook::ThreadPool pool(2);
  for (auto _ : state)
    benchmark::DoNotOptimize(map(pool, pairs, workbook::gcd));
}

void gcd_processes(benchmark::State& state) {
  const auto pairs = workbook::gcd_pairs(30);
  workbook::ProcessPool pool(2, functions());
  for (auto _ : state) benchmark::DoNotOptimize(pool.map(workbook::gcd, pairs));
}

void use_once(benchmark::State& state) {
  for (auto _ : state) {
    workbook::ProcessPool pool(2, functions());
    benchmark::DoNotOptimize(pool.map(twice, {1, 2}));
  }
}

BENCHMARK(tiny)->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK(sockets)->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK_CAPTURE(python, executor, "executor")
    ->Arg(1)
    ->Arg(2)
    ->UseManualTime();
BENCHMARK_CAPTURE(python, pool, "pool")->Arg(1)->Arg(2)->UseManualTime();
BENCHMARK(gcd_serial)->UseRealTime();
BENCHMARK(gcd_threads)->UseRealTime();
BENCHMARK(gcd_processes)->UseRealTime();
BENCHMARK(use_once)->UseRealTime();

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = workbook::serve_if_worker(argc, argv, functions()))
    return *status;
  if (argc == 2 && argv[1] == std::string_view("--bare"))
    return serve_bare_sockets();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
