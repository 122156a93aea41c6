#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// What each rank does in a section of the program. The arguments were checked
// by the process that started the ranks.
void hello_on_ranks(const Arguments& arguments);
void gcd_on_ranks(const Arguments& arguments);
void ring_on_ranks(const Arguments& arguments);
void life_on_ranks(const Arguments& arguments);
void scaling_on_ranks(const Arguments& arguments);

}  // namespace workbook
