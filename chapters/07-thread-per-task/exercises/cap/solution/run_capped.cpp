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
    for (std::size_t i = next++; i < tasks.size(); i = next++) tasks[i]();
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < std::min(cap, tasks.size()); ++i)
    threads.emplace_back(work);
}  // ~jthread joins
