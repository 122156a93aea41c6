#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "interleave/engine/execution.hpp"
#include "interleave/interleave.hpp"

namespace workbook::interleave {

// At the decision number `at` of a run, the alternative `choice` was taken
// rather than the first. All other decisions took the first, so a few of these
// name a schedule.
struct Deviation {
  std::uint32_t at;
  std::uint32_t choice;
};
using Deviations = std::vector<Deviation>;

// What the schedules found, and what is needed to run the failing one again.
struct Finding {
  Failure failure;
  Deviations deviations;
  int preemptions = 0;
  std::size_t schedules = 0;
  bool complete = false;
  std::vector<std::uint64_t> racy;
  Assumptions assumptions;
};

// What the search tells while it goes on, so that it is known even if the
// process dies.
class Progress {
 public:
  virtual ~Progress() = default;
  virtual void next_schedule(std::size_t schedules,
                             const Execution& execution) = 0;
  virtual void deviates(std::size_t which, Deviation deviation) = 0;
  virtual bool time_is_over() = 0;
  virtual void restore() = 0;  // the state of the program before the run
};

// Runs schedules of `body`, those with fewest preemptions first, until one
// fails, all are done or a limit is reached; in that last case random ones
// follow.
Finding search(Execution& execution, const std::function<void()>& body,
               const ExploreOptions& options, Progress& progress);

// Runs one schedule again and records its steps.
Failure run_again(Execution& execution, const std::function<void()>& body,
                  const Deviations& deviations, bool record);

}  // namespace workbook::interleave
