// Rejected: timeout "when any task ends the next one starts"
//
// Tempting: deal the tasks out like cards: thread i has tasks i, i + cap and so
// on. Nothing is shared, so nothing can race.
//
// Wrong: whoever got the slow task does its others only after it, while those
// that are done have nothing to do.
#include "run_capped.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

void run_capped(const std::vector<std::function<void()>>& tasks,
                std::size_t cap) {
  if (cap == 0) throw std::invalid_argument("the cap must be at least 1");
  std::vector<std::jthread> threads;
  for (std::size_t first = 0; first < std::min(cap, tasks.size()); ++first) {
    threads.emplace_back([&, first] {
      for (std::size_t i = first; i < tasks.size(); i += cap) tasks[i]();
    });
  }
}
