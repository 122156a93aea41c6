#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// The section `cost`: the way to a WriteThread and back, and what a watchdog
// adds to a slice.
void cost(const Arguments&);

}  // namespace workbook
