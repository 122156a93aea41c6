#pragma once

#include "16-beyond-one-machine/job.hpp"

namespace workbook {

// Runs the section `scaling` with 1, 2, 4... ranks, up to those of the job, and
// tells how much faster more of them are.
void show_scaling(const Job& job);

// Four ways to pass a message around, and which of them never end.
void show_ring(const Job& job);

}  // namespace workbook
