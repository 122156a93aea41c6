#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// A section: what happens to real log files, and what the merge makes of it.
void surprises(const Arguments&);

}  // namespace workbook
