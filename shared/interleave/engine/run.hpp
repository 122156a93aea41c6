#pragma once

// What a run is told, and what comes of it.

#include <cstddef>
#include <cstdint>
#include <string>

#include "interleave/interleave.hpp"

namespace workbook::interleave {

// How long a loop is followed that waits for a change and counts its rounds.
constexpr std::uint32_t rounds_that_count = 20;

struct Failure {
  Outcome outcome = Outcome::pass;
  std::string message;
  bool abandoned = false;  // the strategy ended the run
  bool restart = false;  // the run showed something that changes where threads
                         // may be switched
  std::size_t race[2] = {0, 0};  // recorded steps
};

// Rules that some run since the start of the exploration made use of.
struct Assumptions {
  bool gave_way = false;  // a thread that made many steps in a row gave way
  bool counted = false;  // a loop that counts its rounds was no longer followed
};

struct Limits {
  std::size_t steps = 0;
  bool ignore_races = false;
  bool spurious_wakeups = false;
  bool weak_failures = false;
  bool every_step = false;  // a turn even for steps that no other thread can
                            // notice: to compare with
  bool merge_spins = true;
  std::size_t steps_in_a_row = 0;  // then a thread gives way
};

}  // namespace workbook::interleave
