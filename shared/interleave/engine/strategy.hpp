#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "interleave/engine/task.hpp"

namespace workbook::interleave {

// One way to go on.
struct Alternative {
  Task* task = nullptr;
  bool timeout = false;
  std::uint8_t cost = 0;  // in preemptions
  std::uint64_t key = 0;  // of the state it leads to; equal keys, equal futures
};

// Decides which way a run goes.
class Strategy {
 public:
  virtual ~Strategy() = default;
  static constexpr std::size_t give_up = static_cast<std::size_t>(-1);
  // The index of an alternative; 0 is the one that interferes least. Or
  // give_up, to end the run here.
  virtual std::size_t choose(std::span<const Alternative> alternatives) = 0;
};

}  // namespace workbook::interleave
