#pragma once

#include <cstddef>
#include <vector>

#include "06-fan-out/grid.hpp"

namespace workbook {

// The next generation, found another way than by step_cell(), so that mistakes
// of the one are not mistakes of the other: every living cell tells each of the
// eight around it that it is there.
inline Grid reference_generation(const Grid& grid) {
  const Size size = grid.size();
  std::vector<int> neighbors(size.cells(), 0);
  const auto count_at = [&](int y, int x) -> int& {
    const int row = (y + size.height) % size.height;
    const int column = (x + size.width) % size.width;
    return neighbors[static_cast<std::size_t>(row) *
                         static_cast<std::size_t>(size.width) +
                     static_cast<std::size_t>(column)];
  };
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      if (grid.get(y, x) == Cell::dead) continue;
      for (const int dy : {-1, 0, 1}) {
        for (const int dx : {-1, 0, 1}) {
          if (dy != 0 || dx != 0) ++count_at(y + dy, x + dx);
        }
      }
    }
  }
  Grid next(size);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      const int count = count_at(y, x);
      const bool lives =
          count == 3 || (count == 2 && grid.get(y, x) == Cell::alive);
      if (lives) next.set(y, x, Cell::alive);
    }
  }
  return next;
}

}  // namespace workbook
