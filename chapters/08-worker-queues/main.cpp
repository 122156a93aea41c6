// The Game of Life with a fixed number of workers and queues between them.

#include <fmt/format.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <string>

#include "06-fan-out/life_options.hpp"
#include "06-fan-out/patterns.hpp"
#include "06-fan-out/simulate.hpp"
#include "06-fan-out/slow_service.hpp"
#include "08-worker-queues/line_diff.hpp"
#include "08-worker-queues/simulate_phased_pipeline.hpp"
#include "08-worker-queues/simulate_pipeline.hpp"
#include "08-worker-queues/worker_names.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/timeline.hpp"
#include "workbook/unique_fd.hpp"

namespace {

using namespace std::chrono_literals;
using namespace workbook;

constexpr std::size_t workers = 5;

// #region glider
void glider(const Arguments& arguments) {
  const LifeOptions options = parse_life_options(arguments);
  CellPipeline pipeline(workers, options.grid.size().cells());
  print_life(options, [&](const Grid& grid) { return pipeline.next(grid); });
}
// #endregion glider

// The rule, which has to ask somebody first.
auto slow_decide(SlowService& service) {
  return [&service](const CellTask& task) {
    service.ask();
    return decide(task);
  };
}

void show_workers() {
  SlowService service(20ms);  // slow enough for a picture
  Timeline timeline("Two rows of seven cells that ask, five workers");
  WorkerNames names;
  const auto logic = [&](const CellTask& task) {
    const std::string worker = names.mine();
    timeline.begin(worker, Timeline::Kind::wait,
                   fmt::format("{},{}", task.y, task.x));
    service.ask();
    timeline.end(worker);
    return decide(task);
  };
  const Grid grid({2, 7});
  CellPipeline pipeline(workers, grid.size().cells(), logic);
  timeline.begin("main", Timeline::Kind::wait, "joins the queue");
  pipeline.next(grid);
  timeline.show();
}

void io(const Arguments& arguments) {
  const LifeOptions options = parse_life_options(arguments);
  SlowService service(options.io);
  const auto logic = slow_decide(service);
  if (!arguments.empty()) {
    CellPipeline pipeline(workers, options.grid.size().cells(), logic);
    const Stopwatch stopwatch;
    print_life(options, [&](const Grid& grid) { return pipeline.next(grid); });
    fmt::print("{:.2f} s\n", stopwatch.seconds());
    return;
  }
  const Grid grid = random_grid({5, 9}, 1);
  fmt::print("workers   5x9, a generation   cells a second\n");
  for (const std::size_t count : {1, 5, 10, 45}) {
    CellPipeline pipeline(count, grid.size().cells(), logic);
    const Stopwatch stopwatch;
    constexpr int generations = 5;
    for (int i = 0; i < generations; ++i) {
      if (pipeline.next(grid) != simulate(grid))
        throw std::runtime_error("the grids differ");
    }
    const double seconds = stopwatch.seconds() / generations;
    const auto cells = static_cast<double>(grid.size().cells());
    fmt::print(
        "{:>7} {:>17} ms {:>16.0f}\n", count,
        figure(std::to_string(count), fmt::format("{:.1f}", seconds * 1e3)),
        cells / seconds);
  }
  show_workers();
}

// #region ask-the-dead
// A question over a connection whose other end is closed.
void ask_the_dead() {
  std::array<int, 2> ends{};
  check_errno(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()),
              "socketpair");
  const UniqueFd ours(ends[0]);
  UniqueFd(ends[1]).reset();
  check_errno(::send(ours.get(), "?", 1, MSG_NOSIGNAL), "ask the service");
}
// #endregion ask-the-dead

template <typename Pipeline>
void show_error(Pipeline& pipeline, const Grid& grid) {
  try {
    pipeline.next(grid);
  } catch (const SimulationError& error) {
    fmt::print("failed: {}\n", with_causes(error));
  }
}

// #region errors
void errors(const Arguments&) {
  const Grid grid = LifeOptions::default_grid();
  bool is_down = true;
  const auto fail_in_3_4 = [&](int y, int x) {
    if (is_down && y == 3 && x == 4) ask_the_dead();
  };
  const auto logic = [&](const CellTask& task) {
    fail_in_3_4(task.y, task.x);
    return decide(task);
  };
  const auto counting = [&](const CountTask& task) {
    fail_in_3_4(task.y, task.x);
    return count(task);
  };
  CellPipeline one_phase(workers, grid.size().cells(), logic);
  PhasedPipeline two_phases(workers, grid.size().cells(), counting, decide);
  show_error(one_phase, grid);
  show_error(two_phases, grid);

  is_down = false;  // nobody reads it now: all cells are done
  const bool same = one_phase.next(grid) == simulate(grid) &&
                    two_phases.next(grid) == simulate(grid);
  fmt::print("the same workers, the next generation: {}\n",
             same ? "right" : "wrong");
}
// #endregion errors

void phased(const Arguments& arguments) {
  LifeOptions defaults;
  defaults.generations = 2;
  const LifeOptions options = parse_life_options(arguments, defaults);
  SlowService service(options.io);
  const auto slow_count = [&](const CountTask& task) {
    service.ask();
    return count(task);
  };
  const auto slow_logic = slow_decide(service);
  PhasedPipeline pipeline(workers, options.grid.size().cells(), slow_count,
                          slow_logic);
  const Stopwatch stopwatch;
  print_life(options, [&](const Grid& grid) { return pipeline.next(grid); });
  fmt::print(
      "{} ms; {} questions, at most {} at once\n",
      figure("elapsed", fmt::format("{:.0f}", stopwatch.seconds() * 1e3)),
      figure("questions", std::to_string(service.questions())),
      figure("asking", std::to_string(service.most_at_once())));
}

void diff(const Arguments&) {
  const std::vector<std::string> shared = {
      "08-worker-queues/value_or_error.hpp",
      "08-worker-queues/simulation_error.hpp",
      "08-worker-queues/cell_result.hpp",
      "08-worker-queues/simulate_pipeline.hpp"};
  std::vector<std::string> both = shared;
  both.emplace_back("08-worker-queues/simulate_phased_pipeline.hpp");
  print_diff({{"simulate", {"06-fan-out/simulate.hpp"}},
              {"simulate_threaded",
               {"07-thread-per-task/locking_grid.hpp",
                "07-thread-per-task/simulate_threaded.hpp"}},
              {"simulate_pipeline", shared},
              {"simulate_phased_pipeline", both}});
}

}  // namespace

int main(int argc, char** argv) {
  return run_sections(
      argc, argv,
      {{"glider", life_arguments, "a glider, its cells stepped by five workers",
        glider},
       {"io", life_arguments,
        "each cell does I/O, as many as there are workers", io},
       {"errors", "", "an I/O failure in cell 3,4, and the generation after",
        errors},
       {"phased", life_arguments, "counting does I/O too: two stages", phased},
       {"diff", "", "how many lines each form takes", diff}});
}
