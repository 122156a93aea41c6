#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// Passes items through the textbook's bounded queue, through one that keeps at
// most one wake-up in flight a side, and through one in which who waits rests
// before it sleeps, too; prints items per second and how often threads slept.
void wake_ups(const Arguments& arguments);

}  // namespace workbook
