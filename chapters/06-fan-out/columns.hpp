#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "06-fan-out/grid.hpp"

namespace workbook {

// Grids side by side, each under its number, as many as fit on a line; the
// others follow below.
//
//       0     |     1     |     2
//   ...O..... | ......... | .........
//   ....O.... | ..O.O.... | ....O....
class ColumnPrinter {
 public:
  explicit ColumnPrinter(std::size_t line_width = 80)
      : line_width_(line_width) {}

  // The first one is number 0. All grids have the same size.
  void add(const Grid& grid) { grids_.push_back(grid); }

  std::string text() const;

 private:
  // `count` grids from the one with the number `first` on.
  std::string block(std::size_t first, std::size_t count) const;

  std::size_t line_width_;
  std::vector<Grid> grids_;
};

}  // namespace workbook
