#include "is_right.hpp"  // beside the test: Get, Set, Logic and StepCell

#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

using Place = std::pair<int, int>;

// The cell under test: not on the diagonal, and beyond a grid of 5 x 9.
constexpr int own_y = 7;
constexpr int own_x = 204;

// It and the eight around it.
[[maybe_unused]] static std::set<Place> nine_places() {
  std::set<Place> places;
  for (const int dy : {-1, 0, 1}) {
    for (const int dx : {-1, 0, 1}) places.emplace(own_y + dy, own_x + dx);
  }
  return places;
}

// Whether `step_cell` reads, decides and writes as it should, in every world
// that could tell.
static bool does_its_work(const StepCell& step_cell) {
  // TODO: call step_cell(own_y, own_x, ...) with fakes that write down how they
  // were called, in worlds that show each mistake.
  // TODO: compare what they wrote down with what they should have.
  static_cast<void>(step_cell);
  return true;
}

// Whether an exception of `logic` leaves `step_cell`, with nothing written.
static bool lets_exceptions_through(const StepCell& step_cell) {
  // TODO: call it with a logic that throws.
  static_cast<void>(step_cell);
  return true;
}

// Whether `step_cell` does all that it has to do, and nothing else.
bool is_right(const StepCell& step_cell) {
  try {
    return does_its_work(step_cell) && lets_exceptions_through(step_cell);
  } catch (const std::exception&) {
    return false;
  }
}
