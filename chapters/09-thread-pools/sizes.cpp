#include "09-thread-pools/sizes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <string>
#include <thread>

#include "06-fan-out/patterns.hpp"
#include "06-fan-out/slow_logic.hpp"
#include "09-thread-pools/simulate_bands.hpp"
#include "09-thread-pools/simulate_pool.hpp"
#include "workbook/curve.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

// Of the fastest of `times` runs: the one that was disturbed least.
double seconds(int times, const std::function<void()>& run) {
  double best = std::numeric_limits<double>::max();
  for (int i = 0; i < times; ++i) {
    const Stopwatch stopwatch;
    run();
    best = std::min(best, stopwatch.seconds());
  }
  return best;
}

// #region measure
double waiting(std::size_t workers) {
  static const Grid grid = random_grid({16, 16}, 1);
  SlowService service;  // 1 ms a cell
  ThreadPool pool(workers);
  return seconds(1, [&] { simulate_pool(pool, grid, slow_logic(service)); });
}

double computing(std::size_t workers) {
  static const Grid grid = random_grid({300, 300}, 1);
  ThreadPool pool(workers);
  return seconds(15, [&] { simulate_bands(pool, grid); });
}
// #endregion measure

}  // namespace

void sizes(const Arguments& arguments) {
  const long most =
      arguments.empty() ? 64 : to_number(arguments[0], "workers", 1, 1000);
  fmt::print("{} cores\n\n", std::thread::hardware_concurrency());
  fmt::print("            16x16 cells that wait   300x300 that compute\n");
  fmt::print("  workers       ms   times as fast     ms   times as fast\n");
  Curve curve("A generation, by the number of workers", "workers",
              "times as fast as one worker");
  double waiting_alone = 0;
  double computing_alone = 0;
  for (long count = 1; count <= most; count *= 2) {
    const auto workers = static_cast<std::size_t>(count);
    const double waits = waiting(workers);
    const double computes = computing(workers);
    if (count == 1) {
      waiting_alone = waits;
      computing_alone = computes;
    }
    const double wait_gain = waiting_alone / waits;
    const double compute_gain = computing_alone / computes;
    const auto told = [&](const char* name, double gain) {
      return figure(fmt::format("{}-{}", name, count),
                    fmt::format("{:.1f}", gain));
    };
    fmt::print("{:>9} {:>8.1f} {:>15} {:>6.2f} {:>15}\n", count, waits * 1e3,
               told("wait", wait_gain), computes * 1e3,
               told("compute", compute_gain));
    curve.add("cells that wait", static_cast<double>(count), wait_gain);
    curve.add("cells that compute", static_cast<double>(count), compute_gain);
  }
  fmt::print("\n");
  curve.show();
}

}  // namespace workbook
