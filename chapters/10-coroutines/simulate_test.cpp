#include <doctest/doctest.h>

#include <stdexcept>

#include "06-fan-out/patterns.hpp"
#include "06-fan-out/same_life.hpp"
#include "10-coroutines/async_event.hpp"
#include "10-coroutines/async_service.hpp"
#include "10-coroutines/simulate_async.hpp"

using workbook::AsyncEvent;
using workbook::AsyncService;
using workbook::Cell;
using workbook::check_same_life;
using workbook::EventLoop;
using workbook::game_logic;
using workbook::Grid;
using workbook::simulate_async;
using workbook::SimulationError;
using workbook::Task;

namespace {

Task<Cell> logic_async(Cell cell, int neighbors) {
  co_return game_logic(cell, neighbors);
}

Task<Cell> logic_that_waits(EventLoop& loop, Cell cell, int neighbors) {
  for (int i = 0; i < neighbors; ++i) co_await loop.yield();
  co_return game_logic(cell, neighbors);
}

template <typename Get>
Task<int> count_that_waits(EventLoop& loop, int y, int x, const Get& get) {
  if (x % 2 == 0) co_await loop.yield();
  co_return workbook::count_neighbors(y, x, get);
}

// Waits until as many as `all` have come; if they do not, run() says so.
Task<Cell> meets(AsyncEvent& all_here, int& here, int all, Cell cell,
                 int neighbors) {
  if (++here == all) all_here.set();
  co_await all_here.wait();
  co_return game_logic(cell, neighbors);
}

Task<Cell> fails(EventLoop& loop, int& ended, Cell cell, int) {
  co_await loop.yield();
  ++ended;
  if (cell == Cell::alive) throw std::runtime_error("no answer");
  co_return cell;
}

}  // namespace

TEST_CASE("simulate_async makes the same grids as the reference") {
  EventLoop loop;
  check_same_life([&](const Grid& grid) {
    return loop.run(simulate_async(grid, logic_async));
  });
}

TEST_CASE("where logic and count wait the grids are the same") {
  EventLoop loop;
  const auto logic = [&](Cell cell, int neighbors) {
    return logic_that_waits(loop, cell, neighbors);
  };
  const auto count = [&](int y, int x, const auto& get) {
    return count_that_waits(loop, y, x, get);
  };
  check_same_life(
      [&](const Grid& grid) { return loop.run(simulate_async(grid, logic)); });
  check_same_life([&](const Grid& grid) {
    return loop.run(simulate_async(grid, logic, count));
  });
}

TEST_CASE("all cells wait at once") {
  EventLoop loop;
  AsyncEvent all_here(loop);
  int here = 0;
  const auto logic = [&](Cell cell, int neighbors) {
    return meets(all_here, here, 45, cell, neighbors);
  };
  const Grid grid = workbook::random_grid({5, 9}, 1);
  CHECK(loop.run(simulate_async(grid, logic)) ==
        workbook::reference_generation(grid));
}

TEST_CASE("cells that do I/O make the same grid and wait at once") {
  EventLoop loop;
  workbook::SlowService slow(std::chrono::milliseconds(20));
  AsyncService service(loop, slow);
  const auto logic = [&](Cell cell, int neighbors) {
    return workbook::slow_logic_async(service, cell, neighbors);
  };
  const Grid grid = workbook::random_grid({5, 9}, 1);
  CHECK(loop.run(simulate_async(grid, logic)) ==
        workbook::reference_generation(grid));
  CHECK(slow.questions() == 45);
  CHECK(slow.most_at_once() > 1);
}

TEST_CASE("an error names the first cell that failed after all have ended") {
  EventLoop loop;
  int ended = 0;
  const auto logic = [&](Cell cell, int neighbors) {
    return fails(loop, ended, cell, neighbors);
  };
  Grid grid({5, 9});
  grid.set(3, 4, Cell::alive);
  grid.set(4, 0, Cell::alive);
  try {
    loop.run(simulate_async(grid, logic));
    FAIL("no exception");
  } catch (const SimulationError& error) {
    CHECK(workbook::with_causes(error) == "cell 3,4: no answer");
  }
  CHECK(ended == 45);
}
