#include "at_most_n.hpp"

#include <stdexcept>

using workbook::Subprocess;

// Runs every command, at most `limit` at once, and returns their statuses in
// the order of the commands.
std::vector<ExitStatus> run_all(const std::vector<Argv>& commands,
                                std::size_t limit) {
  if (limit == 0) throw std::invalid_argument("the limit must be at least 1");
  std::vector<ExitStatus> statuses(commands.size());
  // TODO: start the commands, never more than `limit` at once.
  // TODO: when any of them has ended, store its status and start the next.
  return statuses;
}
