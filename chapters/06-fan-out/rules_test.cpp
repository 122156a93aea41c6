#include "06-fan-out/rules.hpp"

#include <doctest/doctest.h>

#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include "06-fan-out/same_life.hpp"
#include "06-fan-out/simulate.hpp"

using namespace workbook;

namespace {

using Place = std::pair<int, int>;

}  // namespace

TEST_CASE("a cell lives on with two or three neighbors and is born of three") {
  for (int neighbors = 0; neighbors <= 8; ++neighbors) {
    CHECK((game_logic(Cell::alive, neighbors) == Cell::alive) ==
          (neighbors == 2 || neighbors == 3));
    CHECK((game_logic(Cell::dead, neighbors) == Cell::alive) ==
          (neighbors == 3));
  }
}

TEST_CASE("count_neighbors reads the eight cells around once each") {
  std::vector<Place> read;
  const int count = count_neighbors(0, 5, [&](int y, int x) {
    read.emplace_back(y, x);
    return x == 4 ? Cell::alive : Cell::dead;
  });
  CHECK(count == 3);
  CHECK(read.size() == 8);
  CHECK(std::set<Place>(read.begin(), read.end()) ==
        std::set<Place>{
            {-1, 4}, {-1, 5}, {-1, 6}, {0, 4}, {0, 6}, {1, 4}, {1, 5}, {1, 6}});
}

TEST_CASE("step_cell reads nine cells and then writes one") {
  std::set<Place> read;
  std::vector<Place> written;
  step_cell(
      3, 7,
      [&](int y, int x) {
        CHECK(written.empty());
        read.emplace(y, x);
        return y == 2 ? Cell::alive : Cell::dead;
      },
      [&](int y, int x, Cell cell) {
        CHECK(cell == Cell::alive);  // three above
        written.emplace_back(y, x);
      });
  CHECK(read.size() == 9);
  CHECK(written == std::vector<Place>{{3, 7}});
}

TEST_CASE("step_cell decides with the logic that it is given") {
  Cell result = Cell::dead;
  step_cell(
      0, 0, [](int, int) { return Cell::alive; },
      [&](int, int, Cell cell) { result = cell; },
      [](Cell cell, int neighbors) {
        CHECK(cell == Cell::alive);
        CHECK(neighbors == 8);
        return Cell::alive;
      });
  CHECK(result == Cell::alive);
}

TEST_CASE("what the logic throws goes to the caller and nothing is written") {
  const auto step = [] {
    step_cell(
        0, 0, [](int, int) { return Cell::dead; },
        [](int, int, Cell) { FAIL("written"); },
        [](Cell, int) -> Cell { throw std::runtime_error("no answer"); });
  };
  CHECK_THROWS_WITH(step(), "no answer");
}

TEST_CASE("simulate makes the same of every grid as the plain reference") {
  check_same_life([](const Grid& grid) { return simulate(grid); });
}

TEST_CASE("the order of the cells does not matter between two grids") {
  const auto backwards = [](const Grid& grid) {
    Grid next(grid.size());
    for (int y = grid.size().height - 1; y >= 0; --y) {
      for (int x = grid.size().width - 1; x >= 0; --x) {
        step_cell(
            y, x, [&](int r, int c) { return grid.get(r, c); },
            [&](int r, int c, Cell cell) { next.set(r, c, cell); });
      }
    }
    return next;
  };
  check_same_life(backwards);
}

TEST_CASE("the order of the cells matters within one grid") {
  const Grid start = centered(parse_rle(patterns::glider), {5, 9});
  Grid forwards = start;
  Grid backwards = start;
  const auto step = [](Grid& grid, int i) {
    step_cell(
        i / 9, i % 9, [&](int r, int c) { return grid.get(r, c); },
        [&](int r, int c, Cell cell) { grid.set(r, c, cell); });
  };
  for (int i = 0; i < 45; ++i) step(forwards, i);
  for (int i = 44; i >= 0; --i) step(backwards, i);
  CHECK(forwards != backwards);
  CHECK(forwards != simulate(start));
}
