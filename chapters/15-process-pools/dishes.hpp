#pragma once

#include <optional>

#include "workbook/sections.hpp"

namespace workbook {

// One process washes, two others dry.
void dishes(const Arguments& arguments);

// The same, and a dryer is killed with a dish in hand.
void dead_dryer(const Arguments& arguments);

// In a process that was started as a dryer: dries, and returns the exit status.
std::optional<int> dry_if_dryer(int argc, char** argv);

}  // namespace workbook
