#include <doctest/doctest.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "06-fan-out/rules.hpp"
#include "is_right.hpp"

namespace {

using workbook::Cell;

constexpr Cell alive = Cell::alive;

int count(int y, int x, const Get& get) {
  return workbook::count_neighbors(y, x, get);
}

int one_if_alive(Cell cell) { return cell == alive ? 1 : 0; }

struct Candidate {
  std::string what_it_does;
  StepCell step_cell;
};

const std::vector<Candidate> right_ones = {
    {"is the lesson's",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       workbook::step_cell(y, x, get, set, logic);
     }},
    {"reads from the lower right to the upper left",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       int neighbors = 0;
       Cell own = Cell::dead;
       for (int dy = 1; dy >= -1; --dy) {
         for (int dx = 1; dx >= -1; --dx) {
           const Cell cell = get(y + dy, x + dx);
           if (dy == 0 && dx == 0) {
             own = cell;
           } else {
             neighbors += one_if_alive(cell);
           }
         }
       }
       set(y, x, logic(own, neighbors));
     }},
    {"reads the cell itself last",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const int neighbors = count(y, x, get);
       const Cell own = get(y, x);
       set(y, x, logic(own, neighbors));
     }},
};

const std::vector<Candidate> wrong_ones = {
    {"counts the cell itself",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const Cell own = get(y, x);
       set(y, x, logic(own, count(y, x, get) + one_if_alive(own)));
     }},
    {"reads four neighbors",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const Cell own = get(y, x);
       set(y, x,
           logic(own, one_if_alive(get(y - 1, x)) +
                          one_if_alive(get(y + 1, x)) +
                          one_if_alive(get(y, x - 1)) +
                          one_if_alive(get(y, x + 1))));
     }},
    {"reads one neighbor twice and another one not",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const Get squinting = [&](int row, int column) {
         return row == y - 1 && column == x + 1 ? get(y - 1, x)
                                                : get(row, column);
       };
       set(y, x, logic(get(y, x), count(y, x, squinting)));
     }},
    {"reads the cell itself twice",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const int neighbors = count(y, x, get);
       if (get(y, x) == alive) {
         set(y, x, logic(alive, neighbors));
       } else {
         set(y, x, logic(get(y, x), neighbors));
       }
     }},
    {"counts the left neighbor twice and the right one not",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       Cell left = Cell::dead;
       const Get squinting = [&](int row, int column) {
         const Cell cell = get(row, column);
         if (row != y) return cell;
         if (column == x - 1) left = cell;
         return column == x + 1 ? left : cell;
       };
       set(y, x, logic(get(y, x), count(y, x, squinting)));
     }},
    {"takes the upper left neighbor for dead",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const Get blind = [&](int row, int column) {
         const Cell cell = get(row, column);
         return row == y - 1 && column == x - 1 ? Cell::dead : cell;
       };
       set(y, x, logic(get(y, x), count(y, x, blind)));
     }},
    {"counts the dead ones",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const Cell own = get(y, x);
       set(y, x, logic(own, 8 - count(y, x, get)));
     }},
    {"reads at x, y in place of y, x",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const Get swapped = [&](int row, int column) {
         return get(column, row);
       };
       set(y, x, logic(swapped(y, x), count(y, x, swapped)));
     }},
    {"writes at x, y in place of y, x",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const Cell own = get(y, x);
       set(x, y, logic(own, count(y, x, get)));
     }},
    {"wraps by itself, on a grid of 5 x 9",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const Get wrapping = [&](int row, int column) {
         return get((row + 5) % 5, (column + 9) % 9);
       };
       const Cell own = wrapping(y, x);
       set(y, x, logic(own, count(y, x, wrapping)));
     }},
    {"decides by itself, without asking",
     [](int y, int x, const Get& get, const Set& set, const Logic&) {
       const Cell own = get(y, x);
       set(y, x, workbook::game_logic(own, count(y, x, get)));
     }},
    {"asks, and then decides by itself",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const Cell own = get(y, x);
       const int neighbors = count(y, x, get);
       logic(own, neighbors);
       set(y, x, workbook::game_logic(own, neighbors));
     }},
    {"asks twice",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const Cell own = get(y, x);
       const int neighbors = count(y, x, get);
       logic(own, neighbors);
       set(y, x, logic(own, neighbors));
     }},
    {"tells the logic that the cell is dead",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       get(y, x);
       set(y, x, logic(Cell::dead, count(y, x, get)));
     }},
    {"writes only what changes",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const Cell own = get(y, x);
       const Cell next = logic(own, count(y, x, get));
       if (next != own) set(y, x, next);
     }},
    {"writes only cells that will be alive",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const Cell own = get(y, x);
       const Cell next = logic(own, count(y, x, get));
       if (next == alive) set(y, x, next);
     }},
    {"writes twice",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const Cell own = get(y, x);
       const Cell next = logic(own, count(y, x, get));
       set(y, x, next);
       set(y, x, next);
     }},
    {"writes before it has read all",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const int neighbors = count(y, x, get);
       Cell guess = Cell::dead;
       set(y, x, logic(guess, neighbors));
       get(y, x);
     }},
    {"throws, because it is not written yet",
     [](int, int, const Get&, const Set&, const Logic&) {
       throw std::runtime_error("not written yet");
     }},
    {"swallows the exception of the logic",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const Cell own = get(y, x);
       const int neighbors = count(y, x, get);
       try {
         set(y, x, logic(own, neighbors));
       } catch (const std::exception&) {
       }
     }},
    {"throws another exception in place of that of the logic",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const Cell own = get(y, x);
       const int neighbors = count(y, x, get);
       try {
         set(y, x, logic(own, neighbors));
       } catch (const std::exception& error) {
         throw std::range_error(error.what());
       }
     }},
    {"writes although the logic has thrown",
     [](int y, int x, const Get& get, const Set& set, const Logic& logic) {
       const Cell own = get(y, x);
       const int neighbors = count(y, x, get);
       try {
         set(y, x, logic(own, neighbors));
       } catch (const std::exception&) {
         set(y, x, own);
         throw;
       }
     }},
};

}  // namespace

TEST_CASE("every right one is accepted") {
  for (const Candidate& candidate : right_ones) {
    CHECK_MESSAGE(is_right(candidate.step_cell),
                  "rejected: one that is right and ", candidate.what_it_does);
  }
}

TEST_CASE("every wrong one is rejected") {
  for (const Candidate& candidate : wrong_ones) {
    CHECK_MESSAGE(!is_right(candidate.step_cell), "accepted: one that ",
                  candidate.what_it_does);
  }
}
