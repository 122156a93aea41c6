#pragma once

#include <exception>
#include <thread>
#include <vector>

#include "06-fan-out/rules.hpp"
#include "07-thread-per-task/locking_grid.hpp"

namespace workbook {

// As simulate_threaded(), but when `logic` throws in some cells, throws, after
// all threads have ended, what the first of these cells threw.
// #region simulate-carrying
template <typename Logic = Cell(Cell, int)>
Grid simulate_carrying(const Grid& grid, const Logic& logic = game_logic) {
  LockingGrid next(grid.size());
  const auto get = [&](int y, int x) { return grid.get(y, x); };
  const auto set = [&](int y, int x, Cell cell) { next.set(y, x, cell); };
  std::vector<std::exception_ptr> errors(grid.size().cells());
  std::vector<std::jthread> threads;
  for (std::exception_ptr& error : errors) {
    const auto i = static_cast<int>(threads.size());
    const int y = i / grid.size().width;
    const int x = i % grid.size().width;
    threads.emplace_back([&, y, x] {
      try {
        step_cell(y, x, get, set, logic);
      } catch (...) {
        error = std::current_exception();  // its own: no lock
      }
    });
  }
  for (std::jthread& thread : threads) thread.join();
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
  return next.copy();
}
// #endregion simulate-carrying

}  // namespace workbook
