// Rejected: assert "a worker that waits ends as soon as it is asked"
//
// Tempting: the condition that is waited for is the request.
//
// Wrong: a condition variable looks at its condition when it is notified, and
// request_stop() does not know of this one. condition_variable_any does, if it
// is given the token.
#include "repeat.hpp"

#include <condition_variable>
#include <mutex>

void repeat(const std::stop_token& asked, std::chrono::nanoseconds period,
            const std::function<void()>& work) {
  std::mutex mutex;
  std::condition_variable wake_up;
  while (!asked.stop_requested()) {
    work();
    std::unique_lock lock(mutex);
    wake_up.wait_for(lock, period, [&] { return asked.stop_requested(); });
  }
}
