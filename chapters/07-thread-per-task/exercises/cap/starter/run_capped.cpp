#include "run_capped.hpp"

#include <stdexcept>
#include <thread>

// Runs every task once, in at most `cap` threads, and returns when all have
// ended. Throws std::invalid_argument for a cap of 0.
void run_capped(const std::vector<std::function<void()>>& tasks,
                std::size_t cap) {
  if (cap == 0) throw std::invalid_argument("the cap must be at least 1");
  // TODO: this starts them all. Let at most `cap` threads exist.
  std::vector<std::jthread> threads;
  for (const std::function<void()>& task : tasks) threads.emplace_back(task);
}
