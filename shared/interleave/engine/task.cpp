#include "interleave/engine/task.hpp"

#include <bit>

namespace workbook::interleave {

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t h =
      a * 0x9E37'79B9'7F4A'7C15U ^ std::rotl(b * 0xC2B2'AE3D'27D4'EB4FU, 31);
  h = (h ^ (h >> 32)) * 0xD6E8'FEB8'6659'FD93U;
  return h ^ (h >> 29);
}

void Task::reset() {
  inside = finished = detached = woken = timed_out = false;
  starter = nullptr;
  pending = {};
  clock.clear();
  fence_acquired.clear();
  fence_released.clear();
  name = past = 0;
  children = steps = 0;
  gives_way = false;
  pc = 0;
  idle_accesses = clock_reads = writing = stutter = changes = 0;
  written = nullptr;
  frame = nullptr;
  stack.clear();
  cause = 0;
  held.clear();
  seen.clear();
  start = nullptr;
  argument = result = nullptr;
  bottom = nullptr;
  destructors.clear();
  specific.clear();
}

}  // namespace workbook::interleave
