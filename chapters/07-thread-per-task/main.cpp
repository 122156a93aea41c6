// The Game of Life, a thread for each cell.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "06-fan-out/life_options.hpp"
#include "06-fan-out/patterns.hpp"
#include "06-fan-out/simulate.hpp"
#include "06-fan-out/slow_logic.hpp"
#include "07-thread-per-task/child.hpp"
#include "07-thread-per-task/cost_sections.hpp"
#include "07-thread-per-task/simulate_carrying.hpp"
#include "07-thread-per-task/simulate_threaded.hpp"
#include "07-thread-per-task/too_many.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/timeline.hpp"

namespace {

using namespace std::chrono_literals;
using namespace workbook;

constexpr int tries = 3;  // of what is measured; the quickest counts

LifeOptions parse_options(const Arguments& arguments) {
  LifeOptions options = parse_life_options(arguments);
  refuse_too_many_threads(options.grid.size());
  return options;
}

void glider(const Arguments& arguments) {
  print_life(parse_options(arguments),
             [](const Grid& grid) { return simulate_threaded(grid); });
}

// The first row of `grid`, a thread for each cell, each on a lane of its own.
std::unique_ptr<Timeline> first_row(const Grid& grid, SlowService& service) {
  auto timeline =
      std::make_unique<Timeline>("Nine cells that ask, a thread for each");
  LockingGrid next(grid.size());
  std::vector<std::jthread> threads;
  timeline->begin("main", Timeline::Kind::run, "starts nine threads");
  for (int x = 0; x < grid.size().width; ++x) {
    const std::string lane = fmt::format("cell 0,{}", x);
    timeline->begin(lane, Timeline::Kind::wait);
    threads.emplace_back([&, x, lane] {
      step_cell(
          0, x, [&](int y, int column) { return grid.get(y, column); },
          [&](int y, int column, Cell cell) { next.set(y, column, cell); },
          slow_logic(service));
      timeline->end(lane);
    });
  }
  timeline->begin("main", Timeline::Kind::wait, "joins them");
  threads.clear();
  timeline->end("main");
  return timeline;
}

// The quickest of some tries: the one that other programs disturbed least.
void show_first_row(const Grid& grid, SlowService& service) {
  double shortest = HUGE_VAL;
  std::unique_ptr<Timeline> quickest;
  for (int i = 0; i < tries; ++i) {
    const Stopwatch stopwatch;
    std::unique_ptr<Timeline> timeline = first_row(grid, service);
    if (stopwatch.seconds() > shortest) continue;
    shortest = stopwatch.seconds();
    quickest = std::move(timeline);
  }
  quickest->show();
}

// One generation, one cell after the other and all at once.
void measure_io(Size size, std::chrono::milliseconds delay) {
  SlowService service(delay);
  const Grid grid = random_grid(size, 1);
  const Stopwatch serial;
  const Grid expected = simulate(grid, slow_logic(service));
  const double alone = serial.seconds();
  double together = HUGE_VAL;
  for (int i = 0; i < tries; ++i) {
    const Stopwatch threaded;
    const Grid next = simulate_threaded(grid, slow_logic(service));
    together = std::min(together, threaded.seconds());
    if (next != expected) throw std::runtime_error("the grids differ");
  }
  const std::string name = fmt::format("{}x{}", size.height, size.width);
  const std::string key = fmt::format("{}-{}ms", name, delay.count());
  fmt::print("{:>6} {:>2} ms {:>9} ms {:>12} ms {:>16}\n", name, delay.count(),
             figure(key + "-alone", fmt::format("{:.0f}", alone * 1e3)),
             figure(key, fmt::format("{:.1f}", together * 1e3)),
             figure(key + "-asking", std::to_string(service.most_at_once())));
}

void io(const Arguments& arguments) {
  const LifeOptions options = parse_options(arguments);
  SlowService service(options.io);
  if (!arguments.empty()) {
    const Stopwatch stopwatch;
    print_life(options, [&](const Grid& grid) {
      return simulate_threaded(grid, slow_logic(service));
    });
    fmt::print("{:.2f} s\n", stopwatch.seconds());
    return;
  }
  fmt::print("  grid   I/O   one by one   a thread each   asking at once\n");
  measure_io({5, 9}, 1ms);
  measure_io({5, 9}, 10ms);
  measure_io({20, 40}, 1ms);
  show_first_row(options.grid, service);
}

// #region fails
Cell fails_once(Cell cell, int neighbors) {
  if (neighbors == 5) throw std::runtime_error("no answer");
  return game_logic(cell, neighbors);
}
// #endregion fails

// #region exceptions
void exceptions(const Arguments&) {
  const Grid grid = LifeOptions::default_grid();
  fmt::print("leaves its thread, in a child process:\n");
  const ChildEnd child = in_child([&] {
    try {
      simulate_threaded(grid, fails_once);
    } catch (const std::exception& error) {
      fmt::print("caught: {}\n", error.what());
    }
  });
  fmt::print("{}  the child ended with {}\n", child.output,
             child.status.text());

  fmt::print("carried over, here:\n");
  try {
    simulate_carrying(grid, fails_once);
  } catch (const std::exception& error) {
    fmt::print("  caught: {}\n", error.what());
  }
}
// #endregion exceptions

}  // namespace

int main(int argc, char** argv) {
  return run_sections(
      argc, argv,
      {{"glider", life_arguments, "a glider, a thread for each cell", glider},
       explored_section("race", "a grid without a lock, under every schedule"),
       explored_section("locked", "the grid with a lock, under every schedule"),
       {"io", life_arguments, "each cell does I/O, all at once", io},
       {"cost", "[threads]", "what a thread takes, in time and memory", cost},
       {"limit", "", "where it ends, found in a child process", limit},
       {"exceptions", "", "what an exception does in a thread", exceptions}});
}
