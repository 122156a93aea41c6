// Rejected: assert "accepted: one that asks twice"
//
// Tempting: what counts is the result, so compare what is written with what the
// game would have.
//
// Wrong: a cell that asks its service twice has the right result at twice the
// price. Fakes can see how a result comes about.
#include "is_right.hpp"

#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include "06-fan-out/rules.hpp"

using Place = std::pair<int, int>;

// The cell under test: not on the diagonal, and beyond a grid of 5 x 9.
constexpr int own_y = 7;
constexpr int own_x = 204;

// It and the eight around it.
static std::set<Place> nine_places() {
  std::set<Place> places;
  for (const int dy : {-1, 0, 1}) {
    for (const int dx : {-1, 0, 1}) places.emplace(own_y + dy, own_x + dx);
  }
  return places;
}

// Whether `step_cell` writes what the game would have, in all 512 worlds.
static bool does_its_work(const StepCell& step_cell) {
  const std::set<Place> nine = nine_places();
  const std::vector<Place> places(nine.begin(), nine.end());
  for (unsigned pattern = 0; pattern < 512; ++pattern) {
    std::set<Place> alive;
    for (unsigned i = 0; i < 9; ++i) {
      if ((pattern >> i & 1U) != 0) alive.insert(places[i]);
    }
    const Get get = [&](int y, int x) {
      return alive.contains({y, x}) ? Cell::alive : Cell::dead;
    };
    Cell result = Cell::dead;
    const Set set = [&](int, int, Cell cell) { result = cell; };
    step_cell(own_y, own_x, get, set, workbook::game_logic);
    const int neighbors = workbook::count_neighbors(own_y, own_x, get);
    if (result != workbook::game_logic(get(own_y, own_x), neighbors))
      return false;
  }
  return true;
}

// Whether an exception of `logic` leaves `step_cell`, with nothing written.
static bool lets_exceptions_through(const StepCell& step_cell) {
  bool written = false;
  const Get get = [](int, int) { return Cell::dead; };
  const Set set = [&](int, int, Cell) { written = true; };
  const Logic logic = [](Cell, int) -> Cell { throw std::domain_error("no"); };
  try {
    step_cell(own_y, own_x, get, set, logic);
  } catch (const std::domain_error&) {
    return !written;
  }
  return false;
}

bool is_right(const StepCell& step_cell) {
  try {
    return does_its_work(step_cell) && lets_exceptions_through(step_cell);
  } catch (const std::exception&) {
    return false;
  }
}
