#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace workbook {

// What a cell of the Game of Life is. The values are how a grid is written.
enum class Cell : char { dead = '.', alive = 'O' };

inline std::ostream& operator<<(std::ostream& out, Cell cell) {
  return out << static_cast<char>(cell);
}

// In cells.
struct Size {
  int height;
  int width;

  std::size_t cells() const {
    return static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
  }
  bool operator==(const Size&) const = default;
};

// A torus of cells: beyond the right edge lies the left one, beyond the bottom
// the top. So a cell may be named by any y (down) and x (to the right), -1
// included.
//
//   Grid grid({5, 9});
//   grid.set(0, 3, Cell::alive);
//   grid.get(5, 3);  // the same cell
//
// Not for use by several threads while one of them calls set().
class Grid {
 public:
  // All dead. Throws std::invalid_argument unless both sides are at least 1.
  explicit Grid(Size size);

  // From rows of equal length, each cell a '.' or an 'O', as text() writes
  // them. Throws std::invalid_argument.
  explicit Grid(const std::vector<std::string_view>& rows);

  Size size() const { return size_; }

  Cell get(int y, int x) const { return cells_[index(y, x)]; }
  void set(int y, int x, Cell cell);

  // Copies `rows`, a grid as wide as this one, to row y and those below it.
  // Throws std::invalid_argument when it does not fit.
  void set_rows(int y, const Grid& rows);

  // How many cells are alive.
  int population() const { return population_; }

  // A row as text; y may be beyond the edge.
  std::string_view row(int y) const;

  // All rows, each with a newline behind.
  std::string text() const;

  bool operator==(const Grid&) const = default;

 private:
  static int wrapped(int i, int length);
  std::size_t index(int y, int x) const {
    return static_cast<std::size_t>(wrapped(y, size_.height)) *
               static_cast<std::size_t>(size_.width) +
           static_cast<std::size_t>(wrapped(x, size_.width));
  }

  Size size_;
  int population_ = 0;       // how many of cells_ are alive
  std::vector<Cell> cells_;  // row by row
};

inline Grid::Grid(Size size) : size_(size) {
  if (size.height < 1 || size.width < 1)
    throw std::invalid_argument("a grid has at least one row and one column");
  cells_.resize(size.cells(), Cell::dead);
}

inline Grid::Grid(const std::vector<std::string_view>& rows)
    : Grid(Size{static_cast<int>(rows.size()),
                rows.empty() ? 0 : static_cast<int>(rows.front().size())}) {
  for (int y = 0; y < size_.height; ++y) {
    const std::string_view row = rows[static_cast<std::size_t>(y)];
    if (row.size() != rows.front().size() ||
        row.find_first_not_of(".O") != std::string_view::npos)
      throw std::invalid_argument("rows have equal lengths, and '.' and 'O'");
    for (int x = 0; x < size_.width; ++x)
      set(y, x, static_cast<Cell>(row[static_cast<std::size_t>(x)]));
  }
}

// #region set
inline void Grid::set(int y, int x, Cell cell) {
  Cell& place = cells_[index(y, x)];
  const int change = (cell == Cell::alive) - (place == Cell::alive);
  place = cell;
  population_ += change;
}
// #endregion set

inline void Grid::set_rows(int y, const Grid& rows) {
  if (y < 0 || rows.size_.width != size_.width ||
      rows.size_.height > size_.height - y)
    throw std::invalid_argument("the rows do not fit into the grid");
  const auto first = cells_.begin() + static_cast<std::ptrdiff_t>(index(y, 0));
  const auto last = std::next(first, std::ssize(rows.cells_));
  population_ -= static_cast<int>(std::count(first, last, Cell::alive));
  std::ranges::copy(rows.cells_, first);
  population_ += rows.population_;
}

inline std::string_view Grid::row(int y) const {
  // A char may look at any object; Cell is one in size.
  return {reinterpret_cast<const char*>(&cells_[index(y, 0)]),
          static_cast<std::size_t>(size_.width)};
}

inline std::string Grid::text() const {
  std::string text;
  for (int y = 0; y < size_.height; ++y) {
    text += row(y);
    text += '\n';
  }
  return text;
}

inline int Grid::wrapped(int i, int length) {
  if (0 <= i && i < length) return i;  // nearly always; % is slow
  const int rest = i % length;
  return rest < 0 ? rest + length : rest;
}

inline std::ostream& operator<<(std::ostream& out, const Grid& grid) {
  return out << '\n' << grid.text();  // a failed check shows it on its own
}

}  // namespace workbook
