#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "interleave/engine/step.hpp"
#include "interleave/interleave.hpp"

namespace workbook::interleave {

// Tells the recorded steps in words: fills the schedule of `report` and
// completes its message. `race` are the two steps of a data race.
void narrate(Report& report, const std::vector<Step>& trace,
             std::array<std::size_t, 2> race);

}  // namespace workbook::interleave
