#pragma once

#include <functional>

#include "06-fan-out/grid.hpp"

using workbook::Cell;

using Get = std::function<Cell(int y, int x)>;
using Set = std::function<void(int y, int x, Cell cell)>;
using Logic = std::function<Cell(Cell cell, int neighbors)>;
using StepCell = std::function<void(int y, int x, const Get& get,
                                    const Set& set, const Logic& logic)>;

// Whether `step_cell` does all that it has to do, and nothing else.
bool is_right(const StepCell& step_cell);
