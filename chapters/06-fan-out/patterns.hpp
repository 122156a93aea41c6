#pragma once

#include <cstdint>
#include <random>

#include "06-fan-out/grid.hpp"

namespace workbook {

// Well-known patterns, in RLE (06-fan-out/rle.hpp).
namespace patterns {

// Moves one cell down and one to the right every four generations.
constexpr const char* glider = "x = 3, y = 3\nbo$2bo$3o!\n";

// Three in a row, upright and lying in turns.
constexpr const char* blinker = "x = 3, y = 1\n3o!\n";

// Stays as it is.
constexpr const char* block = "x = 2, y = 2\n2o$2o!\n";

// Five cells that take 1,103 generations to settle, as 116 cells if nothing is
// in their way.
constexpr const char* r_pentomino = "x = 3, y = 3\nb2o$2o$bo!\n";

// Sends off a glider every 30 generations, for ever.
constexpr const char* glider_gun =
    "#N Gosper glider gun\n"
    "#C The first pattern known to grow without end (Bill Gosper, 1970).\n"
    "x = 36, y = 9, rule = B3/S23\n"
    "24bo$22bobo$12b2o6b2o12b2o$11bo3bo4b2o12b2o$2o8bo5bo3b2o$2o8bo3bob2o4b\n"
    "obo$10bo5bo7bo$11bo3bo$12b2o!\n";

}  // namespace patterns

// About one cell in three is alive; which ones depends on `seed` only.
inline Grid random_grid(Size size, std::uint32_t seed) {
  std::mt19937 random(seed);
  Grid grid(size);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      if (random() % 3 == 0) grid.set(y, x, Cell::alive);
    }
  }
  return grid;
}

}  // namespace workbook
