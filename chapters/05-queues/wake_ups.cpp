#include "05-queues/wake_ups.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string>

#include "05-queues/bounded_queue.hpp"
#include "05-queues/passing.hpp"
#include "05-queues/quiet_queue.hpp"
#include "05-queues/usage.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

constexpr int runs = 7;  // of each; the fastest is printed

struct Measured {
  double items_per_second = 0;
  double switches = 0;  // for each thousand items
};

template <typename Queue>
void four_to_four(long items) {
  pass<Queue>(4, items);
}

Measured measure(void (*run)(long), long items) {
  const long before = context_switches_of_all();
  const Stopwatch stopwatch;
  run(items);
  const auto count = static_cast<double>(items);
  return {
      count / stopwatch.seconds(),
      static_cast<double>(context_switches_of_all() - before) / count * 1'000};
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
      figure(name + "-switches", fmt::format("{:.0f}", measured.switches)));
}

void compare(const std::string& name, void (*textbook)(long),
             void (*quiet)(long), long items) {
  Measured before;
  Measured after;
  // They take turns, so that a machine that is busy for a moment is so for
  // both.
  for (int i = 0; i < runs; ++i) {
    before = faster(before, measure(textbook, items));
    after = faster(after, measure(quiet, items));
  }
  show(name + "-textbook", "  textbook", before);
  show(name + "-quiet", "  one wake-up in flight", after);
  fmt::print("  {} times as fast\n",
             figure(name + "-ratio",
                    fmt::format("{:.1f}", after.items_per_second /
                                              before.items_per_second)));
}

}  // namespace

void wake_ups(const Arguments& arguments) {
  const long items = arguments.empty()
                         ? 100'000
                         : to_number(arguments[0], "items", 1'000, 10'000'000);
  using Textbook = BoundedQueue<std::uint64_t>;
  using Quiet = QuietQueue<std::uint64_t>;
  fmt::print("{:<26}{:>14}{:>20}\n", "", "items/s", "switches per 1,000");
  fmt::print("four producers, four consumers\n");
  compare("four", four_to_four<Textbook>, four_to_four<Quiet>, items);
  fmt::print("three stages of three, four and five workers\n");
  compare("stages", pass_stages<Textbook>, pass_stages<Quiet>, items);
}

}  // namespace workbook
