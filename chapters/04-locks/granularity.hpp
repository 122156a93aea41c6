#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// The section `granularity`: counts words in a table with one lock and in one
// with a lock a shard, with more and more threads, and prints the throughput of
// each. The argument is a text file to take the words from.
void granularity(const Arguments& arguments);

}  // namespace workbook
