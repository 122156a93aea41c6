#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// The sections that measure.
void load(const Arguments& arguments);
void nagle(const Arguments& arguments);

}  // namespace workbook
