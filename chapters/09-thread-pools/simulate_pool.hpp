#pragma once

#include <cstddef>
#include <exception>
#include <ranges>
#include <vector>

#include "06-fan-out/grid.hpp"
#include "06-fan-out/rules.hpp"
#include "08-worker-queues/simulation_error.hpp"
#include "09-thread-pools/map.hpp"
#include "09-thread-pools/thread_pool.hpp"

namespace workbook {

// The next generation; the workers of the pool step the cells. For a `logic`
// that waits: several threads call it at once. Throws SimulationError, with
// the cause nested, for the first cell that failed, once no cell is being
// stepped any more.
// #region simulate-pool
template <typename Logic = Cell(Cell, int)>
Grid simulate_pool(ThreadPool& pool, const Grid& grid,
                   const Logic& logic = game_logic) {
  const auto [height, width] = grid.size();
  const auto get = [&](int y, int x) { return grid.get(y, x); };
  const auto next_cell = [&, width = width](int i) {
    const int y = i / width;
    const int x = i % width;
    Cell next = Cell::dead;
    try {
      step_cell(
          y, x, get, [&](int, int, Cell cell) { next = cell; }, logic);
    } catch (...) {
      std::throw_with_nested(SimulationError(y, x));
    }
    return next;
  };
  const auto indices = std::views::iota(0, height * width);
  const std::vector<Cell> cells = map(pool, indices, next_cell);

  Grid next(grid.size());
  for (const int i : indices)
    next.set(i / width, i % width, cells[static_cast<std::size_t>(i)]);
  return next;
}
// #endregion simulate-pool

}  // namespace workbook
