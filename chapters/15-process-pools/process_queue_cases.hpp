#pragma once

#include <optional>

namespace workbook {

// What the test program does as an end of a queue, when it is started for that.
std::optional<int> run_queue_case(int argc, char** argv);

}  // namespace workbook
