#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// Passes items through the textbook's bounded queue and through the one that
// keeps at most one wake-up in flight a side; prints items per second and
// context switches of both.
void wake_ups(const Arguments& arguments);

}  // namespace workbook
