#pragma once

#include <chrono>
#include <functional>

#include "06-fan-out/grid.hpp"
#include "workbook/sections.hpp"

namespace workbook {

// What a reader may choose for a simulation, and what it is unless he does.
struct LifeOptions {
  Grid grid = default_grid();  // from --pattern and --size
  int generations = 4;
  bool print_all = true;  // all side by side, or the last one as plain text
  std::chrono::microseconds io = std::chrono::milliseconds(1);  // a cell

  static Grid default_grid();  // a glider in the middle of 5 x 9
};

// For the list of sections.
constexpr const char* life_arguments =
    "[--pattern FILE.rle] [--size HxW] [--generations N] "
    "[--print final|all] [--io-ms MS]";

// Reads the options above; `options` is what holds without any. A pattern
// without --size lies in a grid of its own size; --size without a pattern has a
// glider in it. Throws UsageError for what is not understood, also in the file.
LifeOptions parse_life_options(const Arguments& arguments,
                               LifeOptions options = {});

// Runs a simulation and prints it: `next` makes each generation of the last.
void print_life(const LifeOptions& options,
                const std::function<Grid(const Grid&)>& next);

}  // namespace workbook
