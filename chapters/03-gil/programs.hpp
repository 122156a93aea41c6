#pragma once

#include <string>
#include <vector>

#include "03-gil/assembler.hpp"
#include "03-gil/bytecode.hpp"
#include "03-gil/in_threads.hpp"

namespace workbook {

// The programs of this chapter, as bytecode. Their source is in the
// disassembly; their global variables are these.
constexpr Global count{0, "count"};
constexpr Global running{1, "running"};
constexpr Global map_x{2, "x"};
constexpr Global map_y{3, "y"};
constexpr Global positions{4, "positions"};

// Adds 1 to `count`.
Code add_one();

// Adds 1 to `count` as often as its parameter `times` says.
Code increment();

// The numbers that its parameter `number` can be divided by.
Code factorize();

// The same in C++.
std::vector<Value> factors_of(Value number);

// Calls `native`, known as `name`, as often as its parameter `times` says, with
// its parameter `argument`.
Code call_often(const std::string& name, Native native);

// Adds 1 to `count` until `running` is 0.
Code run_until_stopped();

// Moves a helicopter to its next position until `goes_on` returns 0.
Code fly(Native goes_on);

}  // namespace workbook
