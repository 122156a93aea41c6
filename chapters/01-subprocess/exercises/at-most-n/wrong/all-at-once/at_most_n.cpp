// Rejected: assert "no more children exist than the limit allows"
//
// Tempting: start everything, then collect the statuses in order; short, and as
// fast as can be with few commands.
//
// Wrong: two hundred commands become two hundred processes. The limit is never
// looked at.
#include "at_most_n.hpp"

#include <algorithm>
#include <stdexcept>

using workbook::Subprocess;

std::vector<ExitStatus> run_all(const std::vector<Argv>& commands,
                                std::size_t limit) {
  if (limit == 0) throw std::invalid_argument("the limit must be at least 1");
  std::vector<Subprocess> children;
  for (const Argv& command : commands) children.emplace_back(command);
  std::vector<ExitStatus> statuses;
  for (Subprocess& child : children) statuses.push_back(child.wait());
  return statuses;
}
