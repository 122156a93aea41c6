#include <thread>
#include <vector>

#include "07-thread-per-task/locking_grid.hpp"
#include "07-thread-per-task/simulate_threaded.hpp"
#include "interleave/doctest.hpp"

using namespace workbook;

namespace {

template <typename SomeGrid>
void set_two_cells(SomeGrid& grid) {
  std::thread one([&] { grid.set(0, 0, Cell::alive); });
  std::thread two([&] { grid.set(0, 1, Cell::alive); });
  one.join();
  two.join();
}

}  // namespace

TEST_CASE("two threads that set two cells of a plain grid are a data race") {
  CHECK_INTERLEAVINGS_FIND(Outcome::data_race, [] {
    Grid grid({1, 2});
    set_two_cells(grid);
  });
}

TEST_CASE("two threads may write to neighbors in a vector") {
  CHECK_INTERLEAVINGS([] {
    std::vector<Cell> cells(2);
    std::thread one([&] { cells[0] = Cell::alive; });
    std::thread two([&] { cells[1] = Cell::alive; });
    one.join();
    two.join();
    CHECK(cells[0] == cells[1]);
  });
}

TEST_CASE("two threads must not write to neighbors in a vector of bool") {
  CHECK_INTERLEAVINGS_FIND(Outcome::data_race, [] {
    std::vector<bool> cells(2);
    std::thread one([&] { cells[0] = true; });
    std::thread two([&] { cells[1] = true; });
    one.join();
    two.join();
  });
}

TEST_CASE("a locking grid counts its population right in every schedule") {
  CHECK_INTERLEAVINGS([] {
    LockingGrid grid(Size{1, 2});
    set_two_cells(grid);
    CHECK(grid.copy().population() == 2);
  });
}

TEST_CASE("a reader of a locking grid sees each cell before or after a set") {
  CHECK_INTERLEAVINGS([] {
    LockingGrid grid(Size{1, 1});
    std::thread writer([&] { grid.set(0, 0, Cell::alive); });
    const Grid seen = grid.copy();
    CHECK((seen.get(0, 0) == Cell::alive) == (seen.population() == 1));
    writer.join();
  });
}

TEST_CASE("a thread for each cell is right in every schedule") {
  CHECK_INTERLEAVINGS([] {
    const Grid grid({"OO"});
    CHECK(simulate_threaded(grid).population() == 0);
  });
}
