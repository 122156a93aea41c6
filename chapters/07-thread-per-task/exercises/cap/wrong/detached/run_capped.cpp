// Rejected: assert "of its threads still ran"
//
// Tempting: a semaphore with `cap` places, and detach(): a thread that nobody
// has to join leaves no stack behind. Whoever has all places back is done.
//
// Wrong: a thread gives its place back and still runs: the next one comes
// beside it, one too many, and the last one uses the semaphore while the caller
// may have left it already.
#include "run_capped.hpp"

#include <semaphore>
#include <stdexcept>
#include <thread>

void run_capped(const std::vector<std::function<void()>>& tasks,
                std::size_t cap) {
  if (cap == 0) throw std::invalid_argument("the cap must be at least 1");
  std::counting_semaphore<> places(static_cast<std::ptrdiff_t>(cap));
  for (const std::function<void()>& task : tasks) {
    places.acquire();
    std::thread([&] {
      task();
      places.release();
    }).detach();
  }
  for (std::size_t i = 0; i < cap; ++i) places.acquire();
}
