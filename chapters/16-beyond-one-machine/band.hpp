#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace workbook {

using CellByte = std::uint8_t;  // 1: alive, 0: dead

// Some rows of a grid, with one more row above and one more below, for copies
// of what the neighbors own: the halo. Row 0 is the first of its own.
//
//   row -1        the row above: a copy
//   row 0         \ .
//   ...             its own
//   row rows()-1  /
//   row rows()    the row below: a copy
class Band {
 public:
  Band(int rows, int width)
      : rows_(rows),
        width_(width),
        cells_(static_cast<std::size_t>(rows + 2) * stride()) {}

  int rows() const { return rows_; }  // without the halo
  int width() const { return width_; }

  std::span<CellByte> row(int y) { return {at(y), columns()}; }
  std::span<const CellByte> row(int y) const { return {at(y), columns()}; }

  // Makes the next generation of its own rows in `next`, a band of this size.
  // Reads the halo, and copies its left and right edges beside each other.
  void step_to(Band& next);

 private:
  std::size_t columns() const { return static_cast<std::size_t>(width_); }
  // Each row has a column on either side, for a copy of the opposite edge.
  std::size_t stride() const { return columns() + 2; }
  std::size_t index(int y) const {
    return static_cast<std::size_t>(y + 1) * stride() + 1;
  }
  CellByte* at(int y) { return cells_.data() + index(y); }
  const CellByte* at(int y) const { return cells_.data() + index(y); }

  int rows_;
  int width_;
  std::vector<CellByte> cells_;
};

// #region step
inline void Band::step_to(Band& next) {
  for (int y = -1; y <= rows_; ++y) {
    at(y)[-1] = at(y)[width_ - 1];
    at(y)[width_] = at(y)[0];
  }
  for (int y = 0; y < rows_; ++y) {
    const CellByte* above = at(y - 1);
    const CellByte* here = at(y);
    const CellByte* below = at(y + 1);
    CellByte* result = next.at(y);
    for (int x = 0; x < width_; ++x) {
      const int neighbors = above[x - 1] + above[x] + above[x + 1] +
                            here[x - 1] + here[x + 1] +  //
                            below[x - 1] + below[x] + below[x + 1];
      // Two neighbors and alive, or three.
      result[x] = static_cast<CellByte>((neighbors | here[x]) == 3);
    }
  }
}
// #endregion step

}  // namespace workbook
