#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// What it costs to go from one to another and back, in each of the ways that
// there are. [rounds]
void switch_section(const Arguments& arguments);

// What it costs to have many that wait: time to start one, and memory.
void waiting_section(const Arguments& arguments);

}  // namespace workbook
