#pragma once

#include <cstddef>

#include "interleave/engine/execution.hpp"

namespace workbook::interleave {

// The threads that wait on a condition variable or a futex.

void stop_waiting(Task& task, Object& object);

// Wakes the one at `which`.
void wake(Task& task, Object& object, std::size_t which);

}  // namespace workbook::interleave
