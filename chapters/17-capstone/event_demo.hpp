#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// A key that is typed while a test runs: with the loop that one would write
// first, and with a queue that threads push to.
void blocking_demo(const Arguments& arguments);
void channel_demo(const Arguments& arguments);

// Keys, saves and results in one queue: the loop of `watch`, with a person who
// always does the same.
void loop_demo(const Arguments& arguments);

}  // namespace workbook
