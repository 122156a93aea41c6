#pragma once

#include "06-fan-out/grid.hpp"

namespace workbook {

// The rules of Conway's Game of Life. They read and write cells through `get`
// and `set`, whatever these are: a grid, a locked grid, a fake of a test.

// How many of the eight cells around (y, x) are alive. On a grid with fewer
// than three rows or columns, some of the eight are the same cell.
template <typename Get>
int count_neighbors(int y, int x, const Get& get);

// What becomes of a cell that has `neighbors` living ones around it.
Cell game_logic(Cell cell, int neighbors);

// One cell, one generation: counts with `get(y, x)`, decides with
// `logic(cell, neighbors)` and writes with `set(y, x, cell)`, once. An
// exception of any of them goes to the caller.
template <typename Get, typename Set, typename Logic = Cell(Cell, int)>
void step_cell(int y, int x, const Get& get, const Set& set,
               const Logic& logic = game_logic);

template <typename Get>
int count_neighbors(int y, int x, const Get& get) {
  const auto alive = [&](int dy, int dx) {
    return get(y + dy, x + dx) == Cell::alive ? 1 : 0;
  };
  return alive(-1, -1) + alive(-1, 0) + alive(-1, +1) +  //
         alive(0, -1) + alive(0, +1) +                   //
         alive(+1, -1) + alive(+1, 0) + alive(+1, +1);
}

// #region game-logic
inline Cell game_logic(Cell cell, int neighbors) {
  if (cell == Cell::alive)
    return neighbors == 2 || neighbors == 3 ? Cell::alive : Cell::dead;
  return neighbors == 3 ? Cell::alive : Cell::dead;
}
// #endregion game-logic

// #region step-cell
template <typename Get, typename Set, typename Logic>
void step_cell(int y, int x, const Get& get, const Set& set,
               const Logic& logic) {
  const Cell cell = get(y, x);
  const int neighbors = count_neighbors(y, x, get);
  set(y, x, logic(cell, neighbors));
}
// #endregion step-cell

}  // namespace workbook
