#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// Prints how much faster two kinds of work get with the number of workers:
// cells that wait, and cells that only compute.
void sizes(const Arguments& arguments);

}  // namespace workbook
