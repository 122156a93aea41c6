#pragma once

#include <exception>
#include <utility>
#include <vector>

#include "06-fan-out/grid.hpp"
#include "06-fan-out/rules.hpp"
#include "08-worker-queues/simulation_error.hpp"
#include "10-coroutines/task.hpp"
#include "10-coroutines/when_all.hpp"

namespace workbook {

// step_cell() whose logic may wait: `logic(cell, neighbors)` is a Task<Cell>.
// Throws SimulationError, with the cause nested. What the references refer to
// must outlive the task.
// #region step-cell
template <typename Get, typename Set, typename Logic>
Task<> step_cell_async(int y, int x, const Get& get, const Set& set,
                       const Logic& logic) {
  try {
    const Cell cell = get(y, x);
    const int neighbors = count_neighbors(y, x, get);
    set(y, x, co_await logic(cell, neighbors));
  } catch (...) {
    std::throw_with_nested(SimulationError(y, x));
  }
}
// #endregion step-cell

// The same, where counting may wait too: `count(y, x, get)` is a Task<int>.
// #region step-cell-counting
template <typename Get, typename Set, typename Logic, typename Count>
Task<> step_cell_async(int y, int x, const Get& get, const Set& set,
                       const Logic& logic, const Count& count) {
  try {
    const Cell cell = get(y, x);
    const int neighbors = co_await count(y, x, get);
    set(y, x, co_await logic(cell, neighbors));
  } catch (...) {
    std::throw_with_nested(SimulationError(y, x));
  }
}
// #endregion step-cell-counting

// The next generation; all cells are stepped at once. `parts` is the logic,
// or the logic and how to count. Throws SimulationError, for the first cell
// that failed, once no cell is being stepped any more.
// #region simulate-async
template <typename... Parts>
Task<Grid> simulate_async(Grid grid, Parts... parts) {
  Grid next(grid.size());
  const auto get = [&](int y, int x) { return grid.get(y, x); };
  const auto set = [&](int y, int x, Cell cell) { next.set(y, x, cell); };
  std::vector<Task<>> steps;
  for (int y = 0; y < grid.size().height; ++y) {
    for (int x = 0; x < grid.size().width; ++x) {
      steps.push_back(step_cell_async(y, x, get, set, parts...));
    }
  }
  co_await when_all(std::move(steps));
  co_return next;
}
// #endregion simulate-async

}  // namespace workbook
