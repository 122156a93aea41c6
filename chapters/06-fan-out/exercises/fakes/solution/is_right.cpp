#include "is_right.hpp"

#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

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

// In a world where just the cells of `alive` are, and with a logic that always
// decides for `decision`.
static bool is_right_for(const StepCell& step_cell,
                         const std::set<Place>& alive, Cell decision) {
  std::multiset<Place> reads;
  std::vector<std::pair<Cell, int>> decisions;
  std::vector<std::pair<Place, Cell>> writes;
  const Get get = [&](int y, int x) {
    reads.emplace(y, x);
    return alive.contains({y, x}) ? Cell::alive : Cell::dead;
  };
  const Set set = [&](int y, int x, Cell cell) {
    if (reads.size() == 9) writes.push_back({{y, x}, cell});
  };
  const Logic logic = [&](Cell cell, int neighbors) {
    decisions.emplace_back(cell, neighbors);
    return decision;
  };
  step_cell(own_y, own_x, get, set, logic);

  const bool own = alive.contains({own_y, own_x});
  const int neighbors = static_cast<int>(alive.size()) - (own ? 1 : 0);
  const Cell cell = own ? Cell::alive : Cell::dead;
  const std::set<Place> places = nine_places();
  return reads == std::multiset<Place>(places.begin(), places.end()) &&
         decisions == std::vector{std::pair(cell, neighbors)} &&
         writes == std::vector{std::pair(Place(own_y, own_x), decision)};
}

// Whether `step_cell` reads, decides and writes as it should, in every world
// that could tell.
static bool does_its_work(const StepCell& step_cell) {
  std::vector<std::set<Place>> worlds = {{}, nine_places()};
  for (const Place& place : nine_places()) worlds.push_back({place});
  for (const std::set<Place>& world : worlds) {
    for (const Cell decision : {Cell::dead, Cell::alive}) {
      if (!is_right_for(step_cell, world, decision)) return false;
    }
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
