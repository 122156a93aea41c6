#include "04-locks/granularity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <iterator>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "04-locks/median.hpp"
#include "04-locks/tally.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

using Words = std::vector<std::string>;

constexpr std::size_t shards = 16;
// Long beside the time slice that a thread gets of a busy core, so that threads
// do meet.
constexpr auto duration = std::chrono::milliseconds(40);
constexpr int attempts = times_measured(3);

Words words_of(const std::string& path) {
  std::ifstream file(path);
  Words words((std::istream_iterator<std::string>(file)), {});
  if (words.empty())
    throw UsageError("no words can be read from '" + path + "'");
  return words;
}

Words sample_words() {
  constexpr int count = 4096;
  Words words;
  for (int i = 0; i < count; ++i) words.push_back(fmt::format("word{}", i));
  return words;
}

// Words counted each second by `threads` threads together.
double throughput(std::size_t locks, std::size_t threads, const Words& words) {
  Tally tally(locks);
  std::atomic<std::size_t> counted = 0;
  std::latch start(static_cast<std::ptrdiff_t>(threads) + 1);
  std::vector<std::jthread> workers;
  for (std::size_t worker = 0; worker < threads; ++worker) {
    workers.emplace_back([&, worker](const std::stop_token& stop) {
      start.arrive_and_wait();
      std::size_t mine = 0;
      while (!stop.stop_requested())
        tally.count(words[(worker + threads * mine++) % words.size()]);
      counted += mine;
    });
  }
  start.arrive_and_wait();
  const Stopwatch stopwatch;
  std::this_thread::sleep_for(duration);
  workers.clear();  // stops and joins them
  return static_cast<double>(counted) / stopwatch.seconds();
}

struct Curve {
  std::vector<std::size_t> threads;
  std::vector<double> rates;  // words a second

  void add(std::size_t count, double rate) {
    threads.push_back(count);
    rates.push_back(rate);
  }

  double peak() const { return *std::ranges::max_element(rates); }

  // Where it bends: from here on, more threads bring less than a tenth more.
  std::size_t bend() const {
    const auto first = std::ranges::find_if(
        rates, [&](double rate) { return rate * 1.1 >= peak(); });
    return threads[static_cast<std::size_t>(first - rates.begin())];
  }
};

// The two tables take turns, so that a machine that is busy for a moment is so
// for both.
void measure(Curve& coarse, Curve& fine, const Words& words) {
  for (const std::size_t threads : {1, 2, 4, 8, 16}) {
    std::vector<double> with_one;
    std::vector<double> with_many;
    for (int attempt = 0; attempt < attempts; ++attempt) {
      with_one.push_back(throughput(1, threads, words));
      with_many.push_back(throughput(shards, threads, words));
    }
    coarse.add(threads, median(with_one));
    fine.add(threads, median(with_many));
  }
}

std::string in_millions(double rate) {
  return fmt::format("{:.1f} M/s", rate / 1e6);
}

std::string times(std::size_t threads) {
  return fmt::format("{} thread{}", threads, threads == 1 ? "" : "s");
}

}  // namespace

void granularity(const Arguments& arguments) {
  if (arguments.size() > 1)
    throw UsageError("takes one file, not " + std::to_string(arguments.size()));
  const Words words =
      arguments.empty() ? sample_words() : words_of(arguments[0]);
  Curve coarse;
  Curve fine;
  measure(coarse, fine, words);

  constexpr double widest = 26;  // columns of the longest bar
  const double unit = std::max(coarse.peak(), fine.peak()) / widest;
  const auto bar = [&](double rate) {
    return std::string(static_cast<std::size_t>(rate / unit), '#');
  };
  fmt::print("{:>7}  {:<35} {}\n", "threads", "one lock",
             fmt::format("{} locks", shards));
  for (std::size_t i = 0; i < coarse.threads.size(); ++i) {
    fmt::print("{:>7}  {:>8} {:<26} {:>8} {}\n", coarse.threads[i],
               in_millions(coarse.rates[i]), bar(coarse.rates[i]),
               in_millions(fine.rates[i]), bar(fine.rates[i]));
  }

  fmt::print("\nthis machine runs {} at once\n",
             figure("cores", times(std::thread::hardware_concurrency())));
  fmt::print("one lock:  from {} on, more bring nothing; at most {}\n",
             figure("coarse-bend", times(coarse.bend())),
             figure("coarse-peak", in_millions(coarse.peak())));
  fmt::print("{} locks: from {} on, more bring nothing; at most {}\n", shards,
             figure("fine-bend", times(fine.bend())),
             figure("fine-peak", in_millions(fine.peak())));
}

}  // namespace workbook
