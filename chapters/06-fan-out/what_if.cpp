#include "06-fan-out/what_if.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "06-fan-out/at_once.hpp"
#include "06-fan-out/laws.hpp"
#include "06-fan-out/life_options.hpp"
#include "06-fan-out/patterns.hpp"
#include "06-fan-out/slow_logic.hpp"
#include "workbook/cpu_time.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

// #region fan-out
// The next generation, with `workers` cells at once.
Grid generation(const Grid& grid, int workers, SlowService& service) {
  const int width = grid.size().width;
  const int cells = grid.size().height * width;
  std::vector<Cell> results(grid.size().cells());
  const auto get = [&](int y, int x) { return grid.get(y, x); };
  const auto set = [&](int y, int x, Cell cell) {
    results[y * width + x] = cell;
  };

  at_once(workers, [&](int worker) {  // fan-out
    for (int i = worker; i < cells; i += workers)
      step_cell(i / width, i % width, get, set, slow_logic(service));
  });

  Grid next(grid.size());  // fan-in
  for (int i = 0; i < cells; ++i) next.set(i / width, i % width, results[i]);
  return next;
}
// #endregion fan-out

// Stands for what must be done in order: the rows go to a file, one by one.
void save(const Grid& grid, SlowService& service) {
  for (int y = 0; y < grid.size().height; ++y) service.ask();
}

// In seconds.
struct Times {
  double cells;   // for the cells of a generation
  double saving;  // for saving it
  double total() const { return cells + saving; }
};

Times measure(const Grid& grid, int workers, SlowService& service) {
  const Stopwatch stopwatch;
  const Grid next = generation(grid, workers, service);
  const double cells = stopwatch.seconds();
  save(next, service);
  return {cells, stopwatch.seconds() - cells};
}

constexpr int measurements = times_measured(3);

// The best of them: the one that was disturbed least.
Times measure_best(const Grid& grid, int workers, SlowService& service) {
  Times best = measure(grid, workers, service);
  for (int i = 1; i < measurements; ++i) {
    const Times times = measure(grid, workers, service);
    if (times.total() < best.total()) best = times;
  }
  return best;
}

// How far off an estimate is, in percent of what was measured.
std::string error(double estimate, double measured) {
  return fmt::format("{:+.0f} %", 100 * (estimate - measured) / measured);
}

}  // namespace

void what_if(const Arguments& arguments) {
  LifeOptions defaults;
  defaults.grid = random_grid({10, 30}, 1);
  const LifeOptions options = parse_life_options(arguments, defaults);
  const Grid& grid = options.grid;
  const auto cells = static_cast<double>(grid.size().cells());
  SlowService service(options.io);

  const double processor_before = cpu_seconds_of_this_process();
  const Times alone = measure_best(grid, 1, service);
  const double processor =
      (cpu_seconds_of_this_process() - processor_before) / measurements;
  const double each = alone.cells / cells;
  const double overlaps = alone.cells / alone.total();
  fmt::print(
      "one at a time: {:.0f} cells {:.0f} ms, {} rows to save {:.1f} ms\n",
      cells, alone.cells * 1e3, grid.size().height, alone.saving * 1e3);
  fmt::print("{} % of it can overlap; a cell takes {} ms, {} ms of it work\n\n",
             figure("overlaps", fmt::format("{:.1f}", overlaps * 100)),
             figure("each", fmt::format("{:.2f}", each * 1e3)),
             figure("work", fmt::format("{:.3f}", processor / cells * 1e3)));

  fmt::print("{:12}a generation (Amdahl){:12}cells a second (Little)\n", "",
             "");
  fmt::print(
      "at once   estimate  measured   error    estimate  measured   error\n");
  for (const int workers : {2, 5, 10, 20, 50}) {
    const Times times = measure_best(grid, workers, service);
    const double total = alone.total() / amdahl(overlaps, workers);
    const double rate = little_rate(workers, each);
    const std::string total_error = error(total, times.total());
    const std::string rate_error = error(rate, cells / times.cells);
    fmt::print("{:>7} {:>7.0f} ms {:>6.0f} ms {:>7} {:>11.0f} {:>9.0f} {:>7}\n",
               workers, total * 1e3, times.total() * 1e3,
               figure(fmt::format("amdahl-error-{}", workers), total_error),
               rate, cells / times.cells,
               figure(fmt::format("little-error-{}", workers), rate_error));
  }
  fmt::print(
      "\nAmdahl: with any number at once, at most {} times as fast\n",
      figure("most",
             fmt::format(
                 "{:.0f}",
                 amdahl(overlaps, std::numeric_limits<double>::infinity()))));

  constexpr double wanted = 10'000;  // cells a second
  const auto needed =
      static_cast<int>(std::ceil(little_in_progress(wanted, each)));
  const double rate = cells / measure_best(grid, needed, service).cells;
  fmt::print(
      "Little: {:.0f} cells a second take {} at once; measured: {:.0f} ({})\n",
      wanted, figure("needed", std::to_string(needed)), rate,
      figure("wanted-error", error(wanted, rate)));
}

}  // namespace workbook
