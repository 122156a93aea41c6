#pragma once

#include "06-fan-out/grid.hpp"
#include "06-fan-out/rules.hpp"

namespace workbook {

// The next generation, one cell after the other. `logic` decides what becomes
// of a cell (step_cell).
// #region simulate
template <typename Logic = Cell(Cell, int)>
Grid simulate(const Grid& grid, const Logic& logic = game_logic) {
  Grid next(grid.size());
  const auto get = [&](int y, int x) { return grid.get(y, x); };
  const auto set = [&](int y, int x, Cell cell) { next.set(y, x, cell); };
  for (int y = 0; y < grid.size().height; ++y) {
    for (int x = 0; x < grid.size().width; ++x) {
      step_cell(y, x, get, set, logic);
    }
  }
  return next;
}
// #endregion simulate

}  // namespace workbook
