#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// Section: the Game of Life whose cells ask a service, all in one thread.
void io(const Arguments& arguments);

}  // namespace workbook
