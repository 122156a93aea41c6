#pragma once

// For tests: holds a form of the simulation to the plain reference.

#include <doctest/doctest.h>

#include <cstdint>
#include <functional>
#include <vector>

#include "06-fan-out/patterns.hpp"
#include "06-fan-out/reference.hpp"
#include "06-fan-out/rle.hpp"

namespace workbook {

// One generation of a form: a grid to the next.
using Form = std::function<Grid(const Grid&)>;

inline Grid after(const Form& form, Grid grid, int generations) {
  for (int i = 0; i < generations; ++i) grid = form(grid);
  return grid;
}

// Fails unless `form` makes the same of each grid as the reference does:
// random ones of many sizes, 1 x 1 and 1 x N too, no larger than `most_cells`,
// for some generations, and patterns whose fate is known.
inline void check_same_life(const Form& form, std::size_t most_cells = 1000) {
  const std::vector<Size> sizes = {{1, 1}, {1, 2}, {2, 1},  {1, 7},  {9, 1},
                                   {2, 2}, {2, 3}, {3, 3},  {5, 9},  {7, 64},
                                   {8, 8}, {4, 5}, {3, 66}, {20, 40}};
  std::uint32_t seed = 0;
  for (const Size size : sizes) {
    if (size.cells() > most_cells) continue;
    Grid grid = random_grid(size, ++seed);
    for (int generation = 1; generation <= 3; ++generation) {
      const Grid expected = reference_generation(grid);
      const Grid next = form(grid);
      INFO("from ", grid.text(), "generation ", generation, ", seed ", seed);
      CHECK(next == expected);
      grid = next;
    }
  }

  const Grid block = centered(parse_rle(patterns::block), {4, 4});
  CHECK(form(block) == block);
  const Grid blinker = centered(parse_rle(patterns::blinker), {5, 5});
  CHECK(form(blinker) != blinker);
  CHECK(after(form, blinker, 2) == blinker);

  // After four generations a glider is one down and one to the right.
  const Grid glider({".O.......",  //
                     "..O......",  //
                     "OOO......",  //
                     ".........",  //
                     "........."});
  const Grid moved({".........",  //
                    "..O......",  //
                    "...O.....",  //
                    ".OOO.....",  //
                    "........."});
  CHECK(after(form, glider, 4) == moved);
}

}  // namespace workbook
