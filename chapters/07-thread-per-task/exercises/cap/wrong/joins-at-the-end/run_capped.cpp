// Rejected: assert "stacks are left"
//
// Tempting: a semaphore with `cap` places: a task takes one before its thread
// is started, and gives it back at its end.
//
// Wrong: at most `cap` tasks run at once, but every thread is kept until the
// end. Forty thousand of them have ended, and their stacks are all there.
#include "run_capped.hpp"

#include <semaphore>
#include <stdexcept>
#include <thread>

void run_capped(const std::vector<std::function<void()>>& tasks,
                std::size_t cap) {
  if (cap == 0) throw std::invalid_argument("the cap must be at least 1");
  std::counting_semaphore<> places(static_cast<std::ptrdiff_t>(cap));
  std::vector<std::jthread> threads;
  for (const std::function<void()>& task : tasks) {
    places.acquire();
    threads.emplace_back([&] {
      task();
      places.release();
    });
  }
}
