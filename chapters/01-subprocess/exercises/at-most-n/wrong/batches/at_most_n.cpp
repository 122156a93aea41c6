// Rejected: timeout "when any child ends, the next command starts"
//
// Tempting: start `limit` commands, wait for all of them, start the next
// `limit`; never too many, never in disorder.
//
// Wrong: one slow command in a batch keeps all the other places empty until it
// ends.
#include "at_most_n.hpp"

#include <algorithm>
#include <stdexcept>

using workbook::Subprocess;

std::vector<ExitStatus> run_all(const std::vector<Argv>& commands,
                                std::size_t limit) {
  if (limit == 0) throw std::invalid_argument("the limit must be at least 1");
  std::vector<ExitStatus> statuses;
  for (std::size_t from = 0; from < commands.size(); from += limit) {
    std::vector<Subprocess> batch;
    for (std::size_t i = from; i < std::min(from + limit, commands.size()); ++i)
      batch.emplace_back(commands[i]);
    for (Subprocess& child : batch) statuses.push_back(child.wait());
  }
  return statuses;
}
