#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// A run that became stale is ended, with all that it started.
void cancel_demo(const Arguments& arguments);

// Tests that sleep, one after the other and several at once.
void check_all_demo(const Arguments& arguments);

// A file that is written when the disk is full, in the obvious way and by
// replace_file().
void full_disk_demo(const Arguments& arguments);

}  // namespace workbook
