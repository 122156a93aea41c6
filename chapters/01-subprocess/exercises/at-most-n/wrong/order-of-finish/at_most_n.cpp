// Rejected: assert "when any child ends, the next command starts"
//
// Tempting: wait for any child and append its status; nothing is lost and no
// place stays empty.
//
// Wrong: the first status is that of the first child that *ended*. Which
// command was it? Nobody knows any more.
#include "at_most_n.hpp"

#include <algorithm>
#include <stdexcept>

using workbook::Subprocess;

std::vector<ExitStatus> run_all(const std::vector<Argv>& commands,
                                std::size_t limit) {
  if (limit == 0) throw std::invalid_argument("the limit must be at least 1");
  std::vector<ExitStatus> statuses;
  std::vector<Subprocess> running;
  const auto finish_one = [&] {
    const std::size_t first = workbook::wait_any(running);
    statuses.push_back(running[first].wait());
    running.erase(running.begin() + static_cast<std::ptrdiff_t>(first));
  };
  for (const Argv& command : commands) {
    if (running.size() == limit) finish_one();
    running.emplace_back(command);
  }
  while (!running.empty()) finish_one();
  return statuses;
}
