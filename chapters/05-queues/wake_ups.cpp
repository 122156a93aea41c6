#include "05-queues/wake_ups.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "05-queues/bounded_queue.hpp"
#include "05-queues/cpu_relax.hpp"
#include "05-queues/passing.hpp"
#include "05-queues/quiet_queue.hpp"
#include "05-queues/usage.hpp"
#include "05-queues/waiters.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

constexpr int runs = times_measured(7);  // of each; the fastest is printed

struct Measured {
  double items_per_second = 0;
  double sleeps = 0;  // for each thousand items
};

using Item = std::uint64_t;
using Textbook = BoundedQueue<Item>;
using Quiet = QuietQueue<Item>;

// With the rule of one wake-up alone.
struct OneInFlight : QuietQueue<Item> {
  explicit OneInFlight(std::size_t capacity)
      : QuietQueue(capacity, Waiters::no_pauses) {}
};

template <typename Queue>
void four_to_four(long items) {
  pass<Queue>(4, items);
}

Measured measure(void (*run)(long), long items) {
  const long before = sleeps_of_all();
  const Stopwatch stopwatch;
  run(items);
  const auto count = static_cast<double>(items);
  return {count / stopwatch.seconds(),
          static_cast<double>(sleeps_of_all() - before) / count * 1'000};
}

const Measured& faster(const Measured& one, const Measured& other) {
  return one.items_per_second < other.items_per_second ? other : one;
}

void show(const std::string& name, const std::string& what,
          const Measured& measured) {
  fmt::print(
      "{:<26}{:>14}{:>20}\n", what,
      figure(name + "-speed",
             fmt::format("{:.1f} million", measured.items_per_second / 1e6)),
      figure(name + "-sleeps", fmt::format("{:.0f}", measured.sleeps)));
}

struct Contender {
  std::string name;
  std::string what;
  void (*run)(long items);
  Measured best = {};
};

void compare(const std::string& shape, std::array<Contender, 3> all,
             long items) {
  // They take turns, so that a machine that is busy for a moment is so for
  // each of them.
  for (int i = 0; i < runs; ++i) {
    for (Contender& one : all)
      one.best = faster(one.best, measure(one.run, items));
  }
  for (const Contender& one : all)
    show(shape + "-" + one.name, one.what, one.best);
  fmt::print("  {} times as fast\n",
             figure(shape + "-ratio",
                    fmt::format("{:.1f}", all.back().best.items_per_second /
                                              all[0].best.items_per_second)));
}

// How long a thread rests before it looks again.
double microseconds_of_rest() {
  constexpr int rests = 1'000;
  const Stopwatch stopwatch;
  for (int i = 0; i < rests * Waiters::usual_pauses; ++i) cpu_relax();
  return stopwatch.seconds() / rests * 1e6;
}

}  // namespace

void wake_ups(const Arguments& arguments) {
  const long items = arguments.empty()
                         ? 100'000
                         : to_number(arguments[0], "items", 1'000, 10'000'000);
  fmt::print("{:<26}{:>14}{:>20}\n", "", "items/s", "sleeps per 1,000");
  fmt::print("four producers, four consumers\n");
  compare("four",
          {{{"textbook", "  textbook", four_to_four<Textbook>},
            {"one", "  one wake-up in flight", four_to_four<OneInFlight>},
            {"quiet", "  and a rest before sleep", four_to_four<Quiet>}}},
          items);
  fmt::print("three stages of three, four and five workers\n");
  compare("stages",
          {{{"textbook", "  textbook", pass_stages<Textbook>},
            {"one", "  one wake-up in flight", pass_stages<OneInFlight>},
            {"quiet", "  and a rest before sleep", pass_stages<Quiet>}}},
          items);
  fmt::print("a rest: {} us, and another look\n",
             figure("rest", fmt::format("{:.1f}", microseconds_of_rest())));
}

}  // namespace workbook
