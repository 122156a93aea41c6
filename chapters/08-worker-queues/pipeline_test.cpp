#include <doctest/doctest.h>

#include <atomic>
#include <latch>
#include <stdexcept>
#include <string>
#include <system_error>

#include "06-fan-out/patterns.hpp"
#include "06-fan-out/same_life.hpp"
#include "08-worker-queues/simulate_phased_pipeline.hpp"
#include "08-worker-queues/simulate_pipeline.hpp"

using namespace workbook;

namespace {

// What the SimulationError says that next() throws, with its causes; empty if
// it throws none.
template <typename Pipeline>
std::string error_of(Pipeline& pipeline, const Grid& grid) {
  try {
    pipeline.next(grid);
  } catch (const SimulationError& error) {
    return with_causes(error);
  }
  return {};
}

}  // namespace

TEST_CASE("the pipeline makes the same grids as the reference") {
  for (const std::size_t workers : {1, 5}) {
    CellPipeline pipeline(workers, 1000);
    check_same_life([&](const Grid& grid) { return pipeline.next(grid); });
  }
}

TEST_CASE("the phased pipeline makes the same grids as the reference") {
  for (const std::size_t workers : {1, 5}) {
    PhasedPipeline pipeline(workers, 1000);
    check_same_life([&](const Grid& grid) { return pipeline.next(grid); });
  }
}

TEST_CASE("as many cells are stepped at once as there are workers") {
  std::latch all_here(5);  // only five at once get past it
  std::atomic<int> calls = 0;
  const auto logic = [&](const CellTask& task) {
    if (++calls <= 5) all_here.arrive_and_wait();
    return decide(task);
  };
  CellPipeline pipeline(5, 45, logic);
  const Grid grid = random_grid({5, 9}, 1);
  CHECK(pipeline.next(grid) == reference_generation(grid));
  CHECK(calls == 45);
}

TEST_CASE("both stages work at the same time") {
  std::latch both_here(2);  // one cell is counted while another is decided
  std::atomic<int> counted = 0;
  std::atomic<int> decided = 0;
  const auto counting = [&](const CountTask& task) {
    if (++counted == 2) both_here.arrive_and_wait();
    return count(task);
  };
  const auto logic = [&](const CellTask& task) {
    if (++decided == 1) both_here.arrive_and_wait();
    return decide(task);
  };
  PhasedPipeline pipeline(1, 45, counting, logic);
  const Grid grid = random_grid({5, 9}, 1);
  CHECK(pipeline.next(grid) == reference_generation(grid));
}

TEST_CASE("an error names its cell and its cause and the workers survive") {
  std::atomic<bool> is_down = true;
  const auto logic = [&](const CellTask& task) {
    if (is_down && task.y == 3 && task.x == 4)
      throw std::system_error(std::make_error_code(std::errc::broken_pipe),
                              "ask");
    return decide(task);
  };
  CellPipeline pipeline(5, 45, logic);
  const Grid grid = random_grid({5, 9}, 1);
  CHECK(error_of(pipeline, grid) == "cell 3,4: ask: Broken pipe");
  is_down = false;
  CHECK(pipeline.next(grid) == reference_generation(grid));
}

TEST_CASE("of several errors the one of the first cell is thrown") {
  const auto logic = [&](const CellTask& task) {
    if (task.x % 2 == 1) throw std::runtime_error("no answer");
    return decide(task);
  };
  CellPipeline pipeline(5, 45, logic);
  const Grid grid({5, 9});
  for (int i = 0; i < 20; ++i)  // no result is left over for the next time
    CHECK(error_of(pipeline, grid) == "cell 0,1: no answer");
}

TEST_CASE("what is thrown need not be a std::exception") {
  const auto logic = [&](const CellTask& task) {
    if (task.y == 1) throw 7;
    return decide(task);
  };
  CellPipeline pipeline(2, 45, logic);
  CHECK(error_of(pipeline, Grid({5, 9})) == "cell 1,0: unknown");
}

TEST_CASE("an error of the first stage goes through the second") {
  std::atomic<bool> is_down = true;
  std::atomic<int> decided = 0;
  const auto counting = [&](const CountTask& task) {
    if (is_down && task.y == 3 && task.x == 4)
      throw std::runtime_error("no answer");
    return count(task);
  };
  const auto logic = [&](const CellTask& task) {
    ++decided;
    return decide(task);
  };
  PhasedPipeline pipeline(5, 45, counting, logic);
  const Grid grid = random_grid({5, 9}, 1);
  CHECK(error_of(pipeline, grid) == "cell 3,4: no answer");
  CHECK(decided == 44);  // not the cell that could not be counted
  is_down = false;
  CHECK(pipeline.next(grid) == reference_generation(grid));
}

TEST_CASE("an error of the second stage names its cell too") {
  const auto logic = [&](const CellTask& task) {
    if (task.y == 4) throw std::runtime_error("no answer");
    return decide(task);
  };
  PhasedPipeline pipeline(2, 45, count, logic);
  CHECK(error_of(pipeline, Grid({5, 9})) == "cell 4,0: no answer");
}

TEST_CASE("an error tells all that is nested in it") {
  const auto nested = [] {
    try {
      throw std::runtime_error("the cable is cut");
    } catch (...) {
      std::throw_with_nested(std::runtime_error("no answer"));
    }
  };
  const ValueOrError<int> outcome = attempt([&] {
    nested();
    return 1;
  });
  try {
    value_of(outcome);
    FAIL("no exception");
  } catch (const std::exception& error) {
    CHECK(with_causes(error) == "no answer: the cable is cut");
  }
  CHECK(value_of(attempt([] { return 1; })) == 1);
}
