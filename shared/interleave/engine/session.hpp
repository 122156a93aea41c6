#pragma once

#include <functional>
#include <vector>

#include "interleave/engine/execution.hpp"
#include "interleave/search/search.hpp"

namespace workbook::interleave {

// Makes `execution` the one that runs in this process and turns what would end
// the process (signals, std::terminate) into failures of the running schedule.
// Undoes that at its end.
class Session {
 public:
  Session(Execution& execution, bool watch_for_loops);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

 private:
  struct Saved;
  Saved* saved_;
};

}  // namespace workbook::interleave
