// Rejected: timeout "when any task ends the next one starts"
//
// Tempting: `cap` threads, join them, the next `cap`: never too many, and all
// are joined.
//
// Wrong: one slow task in a batch keeps all the other places empty until it
// ends.
#include "run_capped.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

void run_capped(const std::vector<std::function<void()>>& tasks,
                std::size_t cap) {
  if (cap == 0) throw std::invalid_argument("the cap must be at least 1");
  for (std::size_t from = 0; from < tasks.size(); from += cap) {
    std::vector<std::jthread> batch;
    for (std::size_t i = from; i < std::min(from + cap, tasks.size()); ++i)
      batch.emplace_back(tasks[i]);
  }
}
