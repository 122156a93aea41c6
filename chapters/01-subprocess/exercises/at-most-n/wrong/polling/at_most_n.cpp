// Rejected: assert "nobody polls: while the children run, run_all sleeps"
//
// Tempting: poll() tells whether a child has ended, so ask each in turn, with a
// short sleep between the rounds.
//
// Wrong: it wakes up a thousand times a second to learn nothing, and a child
// that ends still waits for the next round.
#include "at_most_n.hpp"

#include <chrono>
#include <optional>
#include <stdexcept>
#include <thread>

using workbook::Subprocess;

std::vector<ExitStatus> run_all(const std::vector<Argv>& commands,
                                std::size_t limit) {
  if (limit == 0) throw std::invalid_argument("the limit must be at least 1");
  std::vector<ExitStatus> statuses(commands.size());
  std::vector<std::optional<Subprocess>> children(commands.size());
  std::size_t started = 0;
  std::size_t running = 0;
  while (started < commands.size() || running > 0) {
    while (started < commands.size() && running < limit) {
      children[started].emplace(commands[started]);
      ++started;
      ++running;
    }
    for (std::size_t i = 0; i < started; ++i) {
      if (!children[i]) continue;
      if (const auto status = children[i]->poll()) {
        statuses[i] = *status;
        children[i].reset();
        --running;
      }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return statuses;
}
