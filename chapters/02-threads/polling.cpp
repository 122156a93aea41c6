#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "02-threads/event.hpp"
#include "02-threads/waiting.hpp"
#include "workbook/cpu_time.hpp"
#include "workbook/sections.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;

void print_heading() {
  fmt::print("{:<20} {:>11} {:>12} {:>15}\n", "", "looks", "CPU time",
             "noticed after");
}

// Runs `wait` in a thread, calls `set` 0.2 s later and prints a line of the
// table, whose figures are called <figures>-cpu and <figures>-late. `wait`
// returns how often it looked; 0: nobody can tell.
void measure(const std::string& name, const std::string& figures,
             const std::function<long()>& wait,
             const std::function<void()>& set) {
  const Stopwatch stopwatch;
  long looks = 0;
  double cpu = 0;
  double noticed = 0;
  std::jthread waiter([&] {
    looks = wait();
    noticed = stopwatch.seconds();
    cpu = cpu_seconds_of_this_thread();
  });
  std::this_thread::sleep_for(200ms);
  const double was_set = stopwatch.seconds();
  set();
  waiter.join();
  fmt::print("{:<20} {:>11} {:>12} {:>15}\n", name,
             looks == 0 ? "-" : std::to_string(looks),
             figure(figures + "-cpu", fmt::format("{:.2f} ms", cpu * 1e3)),
             figure(figures + "-late",
                    fmt::format("{:.3f} ms", (noticed - was_set) * 1e3)));
}

}  // namespace

// #region polling
void polling(const Arguments&) {
  print_heading();
  std::atomic<bool> flag = false;
  const auto set_flag = [&] { flag = true; };
  const auto look_always = [&] {
    long looks = 1;
    while (!flag) ++looks;
    return looks;
  };
  measure("looks all the time", "always", look_always, set_flag);

  flag = false;
  const auto look_and_nap = [&] {
    long looks = 1;
    for (; !flag; ++looks) std::this_thread::sleep_for(10ms);
    return looks;
  };
  measure("looks every 10 ms", "naps", look_and_nap, set_flag);

  Event event;
  const auto sleep_until_set = [&] {
    event.wait();
    return 0L;
  };
  measure("waits for an Event", "event", sleep_until_set, [&] { event.set(); });
}
// #endregion polling

}  // namespace workbook
