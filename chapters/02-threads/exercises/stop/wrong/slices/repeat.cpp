// Rejected: assert "nobody polls: a worker that waits sleeps"
//
// Tempting: sleep in small slices, and look at the request between them.
//
// Wrong: it wakes up a hundred times a second for nothing, and whoever asks
// still waits for the rest of a slice.
#include "repeat.hpp"

#include <algorithm>
#include <thread>

void repeat(const std::stop_token& asked, std::chrono::nanoseconds period,
            const std::function<void()>& work) {
  constexpr std::chrono::nanoseconds slice = std::chrono::milliseconds(10);
  while (!asked.stop_requested()) {
    work();
    const auto end = std::chrono::steady_clock::now() + period;
    while (!asked.stop_requested() && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::min(slice, period));
    }
  }
}
