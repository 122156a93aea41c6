// Rejected: timeout "as many children as the limit allows really run at once"
//
// Tempting: every status is right, the order is right, and one is never more
// than the limit.
//
// Wrong: each child is waited for before the next one starts, so seven of eight
// cores idle.
#include "at_most_n.hpp"

#include <algorithm>
#include <stdexcept>

using workbook::Subprocess;

std::vector<ExitStatus> run_all(const std::vector<Argv>& commands,
                                std::size_t limit) {
  if (limit == 0) throw std::invalid_argument("the limit must be at least 1");
  std::vector<ExitStatus> statuses;
  for (const Argv& command : commands)
    statuses.push_back(Subprocess(command).wait());
  return statuses;
}
