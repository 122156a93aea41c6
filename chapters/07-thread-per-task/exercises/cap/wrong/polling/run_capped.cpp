// Rejected: assert "the caller woke up again and again while tasks were left"
//
// Tempting: count the tasks that run, and sleep a little whenever there are
// enough.
//
// Wrong: it wakes up a thousand times a second to learn nothing, and a place
// that is free stays so until the next look.
#include "run_capped.hpp"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

void run_capped(const std::vector<std::function<void()>>& tasks,
                std::size_t cap) {
  if (cap == 0) throw std::invalid_argument("the cap must be at least 1");
  std::atomic<std::size_t> running = 0;
  for (const std::function<void()>& task : tasks) {
    while (running == cap)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    ++running;
    std::thread([&] {
      task();
      --running;
    }).detach();
  }
  while (running > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}
