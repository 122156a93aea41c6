#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// Sections: what a loop does with tasks.

void tasks(const Arguments& arguments);
void sleeping(const Arguments& arguments);
void virtual_time(const Arguments& arguments);
void in_a_row(const Arguments& arguments);

}  // namespace workbook
