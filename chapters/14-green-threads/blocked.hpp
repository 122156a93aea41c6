#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// A ticker beside a green thread that keeps the loop to itself.
void blocked_section(const Arguments& arguments);

}  // namespace workbook
