#include <doctest/doctest.h>

#include <atomic>
#include <latch>
#include <stdexcept>

#include "06-fan-out/patterns.hpp"
#include "06-fan-out/same_life.hpp"
#include "09-thread-pools/simulate_bands.hpp"
#include "09-thread-pools/simulate_pool.hpp"

using workbook::Cell;
using workbook::check_same_life;
using workbook::game_logic;
using workbook::Grid;
using workbook::simulate_bands;
using workbook::simulate_pool;
using workbook::SimulationError;
using workbook::ThreadPool;

TEST_CASE("simulate_pool makes the same grids as the reference") {
  ThreadPool pool(3);
  check_same_life([&](const Grid& grid) { return simulate_pool(pool, grid); });
}

TEST_CASE("simulate_bands makes the same grids as the reference") {
  for (const std::size_t workers : {1, 2, 5}) {
    ThreadPool pool(workers);
    check_same_life(
        [&](const Grid& grid) { return simulate_bands(pool, grid); });
  }
}

TEST_CASE("as many cells wait at once as there are workers") {
  std::latch all_here(10);  // only ten cells at once get past it
  std::atomic<int> calls = 0;
  ThreadPool pool(10);
  const Grid grid = workbook::random_grid({5, 9}, 1);
  const auto waiting_logic = [&](Cell cell, int neighbors) {
    if (++calls <= 10) all_here.arrive_and_wait();
    return game_logic(cell, neighbors);
  };
  CHECK(simulate_pool(pool, grid, waiting_logic) ==
        workbook::reference_generation(grid));
}

TEST_CASE("an error names the first cell that failed and the cause") {
  ThreadPool pool(4);
  const Grid grid({5, 9});
  std::atomic<int> calls = 0;
  std::atomic<bool> is_broken = true;
  const auto logic = [&](Cell cell, int neighbors) {
    ++calls;
    if (is_broken) throw std::runtime_error("no answer");
    return game_logic(cell, neighbors);
  };
  try {
    simulate_pool(pool, grid, logic);
    FAIL("no exception");
  } catch (const SimulationError& error) {
    CHECK(error.y == 0);
    CHECK(error.x == 0);
    CHECK(workbook::with_causes(error) == "cell 0,0: no answer");
  }
  CHECK(calls == 45);  // each cell had its turn

  is_broken = false;  // and the workers survived
  CHECK(simulate_pool(pool, grid, logic) == grid);
}
