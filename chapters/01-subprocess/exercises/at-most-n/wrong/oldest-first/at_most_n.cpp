// Rejected: timeout "when any child ends, the next command starts"
//
// Tempting: a window of `limit` children; when it is full, wait for the oldest
// and start the next. Better than batches.
//
// Wrong: the oldest need not be the first to end. While it runs, places that
// are free stay empty.
#include "at_most_n.hpp"

#include <algorithm>
#include <stdexcept>

using workbook::Subprocess;

std::vector<ExitStatus> run_all(const std::vector<Argv>& commands,
                                std::size_t limit) {
  if (limit == 0) throw std::invalid_argument("the limit must be at least 1");
  std::vector<ExitStatus> statuses;
  std::vector<Subprocess> window;
  const auto finish_oldest = [&] {
    statuses.push_back(window.front().wait());
    window.erase(window.begin());
  };
  for (const Argv& command : commands) {
    if (window.size() == limit) finish_oldest();
    window.emplace_back(command);
  }
  while (!window.empty()) finish_oldest();
  return statuses;
}
