#pragma once

#include <thread>
#include <vector>

#include "06-fan-out/rules.hpp"
#include "07-thread-per-task/locking_grid.hpp"

namespace workbook {

// The next generation, each cell in a thread of its own. `logic` is called by
// all of them at once; an exception that leaves it ends the program. Throws
// std::system_error when a thread cannot be started, after those that could
// have ended.
// #region simulate-threaded
template <typename Logic = Cell(Cell, int)>
Grid simulate_threaded(const Grid& grid, const Logic& logic = game_logic) {
  LockingGrid next(grid.size());
  const auto get = [&](int y, int x) { return grid.get(y, x); };
  const auto set = [&](int y, int x, Cell cell) { next.set(y, x, cell); };
  std::vector<std::jthread> threads;
  for (int y = 0; y < grid.size().height; ++y) {
    for (int x = 0; x < grid.size().width; ++x) {
      threads.emplace_back(  // fan-out
          [&, y, x] { step_cell(y, x, get, set, logic); });
    }
  }
  for (std::jthread& thread : threads) thread.join();  // fan-in
  return next.copy();
}
// #endregion simulate-threaded

}  // namespace workbook
