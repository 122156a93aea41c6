#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "workbook/sections.hpp"

namespace workbook {

// What the section computes: goes through the bytes so many times.
struct Passes {
  std::string bytes;
  int count = 0;
  static auto members(auto& self) { return std::tie(self.bytes, self.count); }
};
unsigned sum_of_passes(const Passes& passes);

// A measured point: so much work a byte, and how many times as fast as serial
// the pool was with it.
struct Speedup {
  double nanoseconds_a_byte;
  double times;
};

// Where between two neighboring points the pool becomes as fast as serial, in
// nanoseconds a byte; nothing when it does not. The points are in order of
// work.
std::optional<double> crossover(const std::vector<Speedup>& points);

// Serial against two processes, for tasks of few and of many bytes and of
// little and of much work; prints and draws where the processes begin to win.
void when_not(const Arguments& arguments);

}  // namespace workbook
