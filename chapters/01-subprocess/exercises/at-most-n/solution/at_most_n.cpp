#include "at_most_n.hpp"

#include <stdexcept>

using workbook::Subprocess;

// The children that run now, and which command each of them is.
struct Running {
  std::vector<Subprocess> children;
  std::vector<std::size_t>
      commands;  // commands[i] is the index of the command of children[i]
};

// Waits for whichever child ends first, stores its status and lets it go.
static void finish_one(Running& running, std::vector<ExitStatus>& statuses) {
  const std::size_t first = workbook::wait_any(running.children);
  statuses[running.commands[first]] = running.children[first].wait();
  const auto offset = static_cast<std::ptrdiff_t>(first);
  running.children.erase(running.children.begin() + offset);
  running.commands.erase(running.commands.begin() + offset);
}

std::vector<ExitStatus> run_all(const std::vector<Argv>& commands,
                                std::size_t limit) {
  if (limit == 0) throw std::invalid_argument("the limit must be at least 1");
  std::vector<ExitStatus> statuses(commands.size());
  Running running;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (running.children.size() == limit) finish_one(running, statuses);
    running.children.emplace_back(commands[i]);
    running.commands.push_back(i);
  }
  while (!running.children.empty()) finish_one(running, statuses);
  return statuses;
}
