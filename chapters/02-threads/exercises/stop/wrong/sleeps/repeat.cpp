// Rejected: assert "a worker that waits ends as soon as it is asked"
//
// Tempting: it does look at the request, once in every period.
//
// Wrong: a sleep cannot be woken. Whoever asks waits for the rest of the
// period, which may be an hour.
#include "repeat.hpp"

#include <thread>

void repeat(const std::stop_token& asked, std::chrono::nanoseconds period,
            const std::function<void()>& work) {
  while (!asked.stop_requested()) {
    work();
    std::this_thread::sleep_for(period);
  }
}
