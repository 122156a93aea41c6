#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// The section `gil-does-not-help`: two threads of the interpreter of chapter 3
// execute `count += 1`, its lock on. Prints who executed what.
void two_increments(const Arguments& arguments);

}  // namespace workbook
