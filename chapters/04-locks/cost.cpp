#include "04-locks/cost.hpp"

#include <fmt/format.h>

#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "04-locks/counters.hpp"
#include "04-locks/median.hpp"
#include "04-locks/sensors.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

constexpr int sensors = 5;
constexpr long additions = 2'000'000;  // of all threads together
constexpr int attempts = times_measured(3);

// Takes the lock as a reader and only looks.
class SharedLookup {
 public:
  void add_one() const {
    const std::shared_lock lock(mutex_);
    static_cast<void>(count_.value());
  }

 private:
  mutable std::shared_mutex mutex_;
  AtomicCounter count_;  // looked at while mutex_ is held
};

// Millions of additions a second. `count` is called with a number of threads
// and how many additions each is to make.
template <typename Count>
double rate(int threads, Count count) {
  std::vector<double> rates;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    const Stopwatch stopwatch;
    count(threads, additions / threads);
    rates.push_back(additions / stopwatch.seconds() / 1e6);
  }
  return median(rates);
}

template <typename Count>
void measure(std::string_view what, std::string_view name, Count count) {
  const std::string alone = fmt::format("{:.0f} M/s", rate(1, count));
  const std::string shared = fmt::format("{:.0f} M/s", rate(sensors, count));
  fmt::print("{:<38} {:>12} {:>12}\n", what,
             figure(fmt::format("{}-alone", name), alone),
             figure(fmt::format("{}-shared", name), shared));
}

template <typename Counter>
void count_together(int threads, long readings) {
  Counter counter;
  count_readings(counter, threads, readings);
}

}  // namespace

void cost(const Arguments&) {
  fmt::print("{:<38} {:>12} {:>12}\n", "additions a second", "1 thread",
             fmt::format("{} threads", sensors));
  measure("std::mutex", "mutex", count_together<LockedCounter>);
  measure("std::shared_mutex, only looking", "readers",
          count_together<SharedLookup>);
  measure("std::atomic", "atomic", count_together<AtomicCounter>);
  measure("a count a thread, added up at the end", "own", count_apart);
}

}  // namespace workbook
