#pragma once

#include <string>
#include <vector>

namespace workbook {

// Starts a child from a small parent and from one that holds `arguments[0]` MiB
// (1024 unless given), with fork and with posix_spawn, and prints what each
// start cost.
void big_parent(const std::vector<std::string>& arguments);

}  // namespace workbook
