// Two threads that set two cells of a grid, under every schedule.

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include "06-fan-out/grid.hpp"
#include "07-thread-per-task/locking_grid.hpp"
#include "interleave/interleave.hpp"
#include "workbook/sections.hpp"

namespace {

using namespace workbook;

// #region race
void race() {
  Grid grid({1, 2});
  std::thread one([&] { grid.set(0, 0, Cell::alive); });
  std::thread two([&] { grid.set(0, 1, Cell::alive); });
  one.join();
  two.join();
  check(grid.population() == 2);
}
// #endregion race

// #region locked
void locked() {
  LockingGrid grid(Size{1, 2});
  std::thread one([&] { grid.set(0, 0, Cell::alive); });
  std::thread two([&] { grid.set(0, 1, Cell::alive); });
  one.join();
  two.join();
  check(grid.copy().population() == 2);
}
// #endregion locked

void show(const Report& report) {
  const bool color =
      ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
  fmt::print("{}", report.to_text(80, color));
}

}  // namespace

int main(int argc, char** argv) {
  return run_sections(
      argc, argv,
      {{"race", "", "a grid without a lock",
        [](const Arguments&) {
          show(explore(race, {.races = ExploreOptions::Races::ignore}));
        }},
       {"locked", "", "the grid with a lock",
        [](const Arguments&) { show(explore(locked)); }}});
}
