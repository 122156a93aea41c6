#pragma once

#include <mutex>
#include <utility>

#include "06-fan-out/grid.hpp"

namespace workbook {

// A grid that many threads may read and write at once.
// #region locking-grid
class LockingGrid {
 public:
  explicit LockingGrid(Size size) : grid_(size) {}
  explicit LockingGrid(Grid grid) : grid_(std::move(grid)) {}

  Cell get(int y, int x) const {
    const std::lock_guard lock(mutex_);
    return grid_.get(y, x);
  }
  void set(int y, int x, Cell cell) {
    const std::lock_guard lock(mutex_);
    grid_.set(y, x, cell);
  }

  // The grid as it is now.
  Grid copy() const {
    const std::lock_guard lock(mutex_);
    return grid_;
  }

 private:
  mutable std::mutex mutex_;
  Grid grid_;  // guarded by mutex_
};
// #endregion locking-grid

}  // namespace workbook
