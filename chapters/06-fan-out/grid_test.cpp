#include "06-fan-out/grid.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace workbook;

TEST_CASE("a new grid is dead all over") {
  const Grid grid({2, 3});
  CHECK(grid.text() == "...\n...\n");
  CHECK(grid.population() == 0);
}

TEST_CASE("beyond each edge lies the opposite one") {
  Grid grid({2, 3});
  grid.set(-1, -1, Cell::alive);
  CHECK(grid.text() == "...\n..O\n");
  CHECK(grid.get(1, 2) == Cell::alive);
  CHECK(grid.get(1 + 2, 2 + 3) == Cell::alive);
  CHECK(grid.get(1 - 2 * 5, 2 - 3 * 7) == Cell::alive);
  CHECK(grid.get(0, 3) == Cell::dead);
  CHECK(grid.row(3) == "..O");
}

TEST_CASE("the population counts each living cell once") {
  Grid grid({2, 2});
  grid.set(0, 0, Cell::alive);
  grid.set(0, 0, Cell::alive);
  grid.set(2, 3, Cell::alive);
  CHECK(grid.population() == 2);
  grid.set(0, 0, Cell::dead);
  grid.set(1, 1, Cell::dead);
  CHECK(grid.population() == 1);
}

TEST_CASE("rows are copied into a grid and counted") {
  Grid grid({".O", "OO", ".."});
  grid.set_rows(1, Grid({"O.", "OO"}));
  CHECK(grid == Grid({".O", "O.", "OO"}));
  CHECK(grid.population() == 4);
  CHECK_THROWS_AS(grid.set_rows(2, Grid({"O.", "OO"})), std::invalid_argument);
  CHECK_THROWS_AS(grid.set_rows(-1, Grid({"O."})), std::invalid_argument);
  CHECK_THROWS_AS(grid.set_rows(0, Grid({"O.."})), std::invalid_argument);
}

TEST_CASE("a grid can be written down and is then equal to itself") {
  const Grid grid({".O", "..", "OO"});
  CHECK(grid.size() == Size{3, 2});
  CHECK(grid.population() == 3);
  CHECK(grid.text() == ".O\n..\nOO\n");
  CHECK(grid == Grid({".O", "..", "OO"}));
  CHECK(grid != Grid({".O", "..", "O."}));
}

TEST_CASE("a grid without cells is refused and so are ragged rows") {
  CHECK_THROWS_AS(Grid({0, 3}), std::invalid_argument);
  CHECK_THROWS_AS(Grid({3, -1}), std::invalid_argument);
  CHECK_THROWS_AS(Grid(std::vector<std::string_view>{}), std::invalid_argument);
  CHECK_THROWS_AS(Grid({"..", "."}), std::invalid_argument);
  CHECK_THROWS_AS(Grid({".x"}), std::invalid_argument);
}
