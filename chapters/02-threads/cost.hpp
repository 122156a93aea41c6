#pragma once

#include <string>
#include <vector>

namespace workbook {

// Measures what a thread, a line of the log and an event cost.
void cost(const std::vector<std::string>& arguments);

}  // namespace workbook
