#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// Prints what a thread takes, in time and in memory.
void cost(const Arguments& arguments);

// Prints how many threads there can be, and what stands in their way.
void limit(const Arguments& arguments);

}  // namespace workbook
