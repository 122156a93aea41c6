#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// The section `cost`: additions a second to a count that one thread uses, and
// to one that five share, with each kind of lock and without.
void cost(const Arguments& arguments);

}  // namespace workbook
