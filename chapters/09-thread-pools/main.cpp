// The Game of Life in a thread pool.

#include <fmt/format.h>

#include <chrono>
#include <future>
#include <ranges>
#include <stdexcept>
#include <string>

#include "06-fan-out/life_options.hpp"
#include "06-fan-out/patterns.hpp"
#include "06-fan-out/simulate.hpp"
#include "06-fan-out/slow_logic.hpp"
#include "08-worker-queues/line_diff.hpp"
#include "08-worker-queues/worker_names.hpp"
#include "09-thread-pools/overhead.hpp"
#include "09-thread-pools/simulate_pool.hpp"
#include "09-thread-pools/sizes.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/timeline.hpp"

namespace {

using namespace std::chrono_literals;
using namespace workbook;

constexpr std::size_t workers = 10;

// #region glider
void glider(const Arguments& arguments) {
  ThreadPool pool(workers);
  print_life(parse_life_options(arguments),
             [&](const Grid& grid) { return simulate_pool(pool, grid); });
}
// #endregion glider

// #region submit
void submit(const Arguments&) {
  ThreadPool pool(2);
  std::future<int> sum = pool.submit([] { return 19 + 23; });
  std::future<std::string> word = pool.submit([] { return std::string("ok"); });
  std::future<void> failure =
      pool.submit([] { throw std::runtime_error("out of paper"); });

  fmt::print("{} {}\n", sum.get(), word.get());
  try {
    failure.get();
  } catch (const std::exception& error) {
    fmt::print("caught where we waited: {}\n", error.what());
  }
}
// #endregion submit

// The first row of `grid` on three workers, each on a lane of its own.
void show_first_row(const Grid& grid) {
  SlowService service(20ms);  // slow enough for a picture
  Timeline timeline("Nine cells that ask, three workers");
  ThreadPool pool(3);
  WorkerNames names;
  const auto ask = [&](int x) {
    const std::string worker = names.mine();
    timeline.begin(worker, Timeline::Kind::wait, fmt::format("0,{}", x));
    service.ask();
    timeline.end(worker);
    return x;
  };
  map(pool, std::views::iota(0, grid.size().width), ask);
  timeline.show();
}

void measure_io(Size size) {
  SlowService service;
  const Grid grid = random_grid(size, 1);
  const Stopwatch serial;
  const Grid expected = simulate(grid, slow_logic(service));
  const double alone = serial.seconds();
  ThreadPool pool(workers);
  const Stopwatch pooled;
  const Grid next = simulate_pool(pool, grid, slow_logic(service));
  const double together = pooled.seconds();
  if (next != expected) throw std::runtime_error("the grids differ");
  const std::string name = fmt::format("{}x{}", size.height, size.width);
  fmt::print("{:>6} {:>10} ms {:>10} ms {:>15}\n", name,
             figure(name + "-alone", fmt::format("{:.0f}", alone * 1e3)),
             figure(name, fmt::format("{:.1f}", together * 1e3)),
             figure(name + "-asking", std::to_string(service.most_at_once())));
}

void io(const Arguments& arguments) {
  const LifeOptions options = parse_life_options(arguments);
  SlowService service(options.io);
  if (!arguments.empty()) {
    ThreadPool pool(workers);
    const Stopwatch stopwatch;
    print_life(options, [&](const Grid& grid) {
      return simulate_pool(pool, grid, slow_logic(service));
    });
    fmt::print("{:.2f} s\n", stopwatch.seconds());
    return;
  }
  fmt::print("  grid    one by one    {} workers   asking at once\n", workers);
  measure_io({5, 9});
  measure_io({20, 40});
  show_first_row(options.grid);
}

// #region errors
void errors(const Arguments&) {
  ThreadPool pool(workers);
  const Grid grid = LifeOptions::default_grid();
  bool is_up = false;
  const auto logic = [&](Cell cell, int neighbors) {
    if (!is_up && neighbors == 5) throw std::runtime_error("no answer");
    return game_logic(cell, neighbors);
  };
  try {
    simulate_pool(pool, grid, logic);
  } catch (const SimulationError& error) {
    fmt::print("failed: {}\n", with_causes(error));
  }

  is_up = true;  // nobody reads it now: all calls have ended
  fmt::print("the same workers, once it is up:\n{}",
             simulate_pool(pool, grid, logic).text());
}
// #endregion errors

void diff(const Arguments&) {
  print_diff({{"simulate", {"06-fan-out/simulate.hpp"}},
              {"simulate_pipeline",
               {"08-worker-queues/value_or_error.hpp",
                "08-worker-queues/simulation_error.hpp",
                "08-worker-queues/cell_result.hpp",
                "08-worker-queues/simulate_pipeline.hpp"}},
              {"simulate_pool",
               {"08-worker-queues/simulation_error.hpp",
                "09-thread-pools/simulate_pool.hpp"}}});
}

}  // namespace

int main(int argc, char** argv) {
  return run_sections(
      argc, argv,
      {{"submit", "", "what goes into a pool, and what comes out", submit},
       {"glider", life_arguments, "a glider, its cells stepped by a pool",
        glider},
       {"diff", "", "how many lines that takes", diff},
       {"io", life_arguments, "each cell does I/O, ten at a time", io},
       {"errors", "", "an exception that comes out of a pool", errors},
       {"sizes", "[most]", "how many workers help whom", sizes},
       explored_section("self-wait", "jobs that wait for jobs of their pool"),
       explored_section("ways-out", "three ways to do without"),
       {"overhead", "[workers]", "what it costs to hand over a task",
        overhead}});
}
