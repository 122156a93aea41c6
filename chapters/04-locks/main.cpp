// Locks, one section for each thing that the lesson shows. What every schedule
// shows is in explored.cpp.

#include <fmt/format.h>

#include <string>
#include <vector>

#include "04-locks/cost.hpp"
#include "04-locks/counters.hpp"
#include "04-locks/granularity.hpp"
#include "04-locks/sensors.hpp"
#include "04-locks/sharing.hpp"
#include "04-locks/two_increments.hpp"
#include "workbook/sections.hpp"

namespace {

using namespace workbook;

constexpr int sensors = 5;

// Five sensors on one counter, with more and more readings.
template <typename Counter>
void stress(std::vector<long> sizes, const Arguments& arguments) {
  if (!arguments.empty()) sizes.clear();
  for (const std::string& argument : arguments)
    sizes.push_back(to_number(argument, "readings", 1, 100'000'000));

  fmt::print("{:>18} {:>12} {:>12} {:>12}\n", "readings a sensor", "of all",
             "counted", "lost");
  for (const long readings : sizes) {
    Counter counter;
    count_readings(counter, sensors, readings);
    const long counted = counter.value();
    const long expected = sensors * readings;
    fmt::print("{:>18} {:>12} {:>12} {:>12}\n", readings, expected, counted,
               expected - counted);
    figure(fmt::format("counted-{}", readings), std::to_string(counted));
  }
}

void without_lock(const Arguments& arguments) {
  stress<SteppedCounter>({100, 10'000, 100'000, 10'000'000}, arguments);
}
void with_lock(const Arguments& arguments) {
  stress<LockedCounter>({100, 100'000, 1'000'000}, arguments);
}
void with_atomic(const Arguments& arguments) {
  stress<AtomicCounter>({100, 100'000, 1'000'000}, arguments);
}

}  // namespace

int main(int argc, char** argv) {
  return run_sections(
      argc, argv,
      {{"stress", "[readings...]",
        "five sensors add to one count, without a lock", without_lock},
       explored_section("race", "two sensors add one each: every schedule"),
       explored_section("data-race", "the same, as C++ sees it"),
       {"gil-does-not-help", "", "count += 1 under a global interpreter lock",
        two_increments},
       {"lock", "[readings...]", "five sensors, and a lock around the addition",
        with_lock},
       explored_section("every-schedule", "two sensors and a lock"),
       explored_section("reference", "a reference that leaves the lock behind"),
       {"atomic", "[readings...]", "five sensors and an atomic count",
        with_atomic},
       explored_section("load-then-store", "an atomic count, wrongly used"),
       explored_section("deadlock", "two locks, taken in opposite order"),
       explored_section("scoped-lock", "the same locks, taken together"),
       explored_section("recursive", "a lock that its holder asks for again"),
       {"try-lock", "[rounds]", "take the lock if it is free, or do without",
        try_lock},
       {"readers", "", "many may look, or one may change", readers},
       {"granularity", "[file]", "one lock on a table, or a lock a shard",
        granularity},
       {"once", "", "six threads ask for what is made once", once},
       explored_section("double-checked", "a look before the lock"),
       {"cost", "", "what an addition costs, with a lock and without", cost}});
}
