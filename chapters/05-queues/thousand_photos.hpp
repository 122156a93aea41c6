#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// A thousand photos through download, resize and upload, with workers that
// poll; and the faults of that, each with a figure.
void polling(const Arguments& arguments);

// The same with queues that wait, push back, count and end; and what has become
// of the faults.
void pipeline(const Arguments& arguments);

}  // namespace workbook
