#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// The section `try-lock`: one thread has the lock half of the time, another
// takes it only when it is free.
void try_lock(const Arguments& arguments);

// The section `readers`: who may have a std::shared_mutex together, and who
// waits.
void readers(const Arguments& arguments);

// The section `once`: many threads ask for a thing that is made once.
void once(const Arguments& arguments);

}  // namespace workbook
