// The parts of the tool that ./workbook is, on input that is always the same.

#include <fmt/format.h>

#include <chrono>
#include <string>

#include "17-capstone/debounce.hpp"
#include "17-capstone/event_demo.hpp"
#include "17-capstone/run_demo.hpp"
#include "workbook/sections.hpp"

namespace {

using namespace std::chrono_literals;
using namespace workbook;

// What a debounce makes of saves that come every `step`, on a clock that is
// only counted. Returns how many runs there were.
// #region debounce
int runs_after(int saves, std::chrono::milliseconds step) {
  Debounce burst(40ms, 300ms);
  const Debounce::Time start{};
  Debounce::Time now = start;
  int runs = 0;
  const auto fire_before = [&](Debounce::Time time) {
    const auto due = burst.due();
    if (!due || *due > time) return;
    burst.fire(*due);
    ++runs;
    fmt::print(
        "  run {} at {} ms\n", runs,
        std::chrono::duration_cast<std::chrono::milliseconds>(*due - start)
            .count());
  };
  for (int i = 0; i < saves; ++i, now += step) {
    fire_before(now);
    burst.touch(now);
  }
  fire_before(Debounce::Time::max());
  return runs;
}
// #endregion debounce

void debounce(const Arguments& arguments) {
  const long saves =
      arguments.empty() ? 50 : to_number(arguments[0], "saves", 1, 100'000);
  for (const auto step : {2ms, 20ms}) {
    fmt::print("{} saves, one every {} ms:\n", saves, step.count());
    const int runs = runs_after(static_cast<int>(saves), step);
    if (step == 2ms) figure("runs", std::to_string(runs));
  }
}

}  // namespace

int main(int argc, char** argv) {
  return run_sections(
      argc, argv,
      {{"blocking", "",
        "a key that is typed while a test runs, in a plain loop",
        blocking_demo},
       {"channel", "", "the same with threads that push to one queue",
        channel_demo},
       {"loop", "", "keys, saves and results in one queue: the loop of watch",
        loop_demo},
       {"debounce", "[saves]", "a burst of saves becomes one run", debounce},
       {"cancel", "", "a stale run is ended, process group and all",
        cancel_demo},
       {"check-all", "[workers]", "many tests, several at once, with progress",
        check_all_demo},
       {"full-disk", "", "a file that is replaced is never half a file",
        full_disk_demo}});
}
