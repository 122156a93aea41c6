#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// Prints what it costs to hand over a task that does nothing, and to get its
// result, in several ways.
void overhead(const Arguments& arguments);

}  // namespace workbook
