#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// Estimates what a generation would take with several cells at once, measures
// it, and prints both.
void what_if(const Arguments& arguments);

}  // namespace workbook
