#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// The sections in which threads wait for something else than the lock.

// Five slow system calls, in one thread and in five.
void syscall_table(const Arguments& arguments);

// The same in five threads, with a timeline.
void syscall_threads(const Arguments& arguments);

// A helicopter that flies on while five slow calls are in flight.
void helicopter(const Arguments& arguments);

// A thread that makes many short calls, beside one that only computes.
void convoy(const Arguments& arguments);

}  // namespace workbook
