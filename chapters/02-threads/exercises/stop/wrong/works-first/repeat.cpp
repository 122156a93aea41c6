// Rejected: assert "a worker that was asked before it begins does not work"
//
// Tempting: work, wait, look.
//
// Wrong: the request may have come before the thread began. It works once
// although nobody wants that any more.
#include "repeat.hpp"

#include <condition_variable>
#include <mutex>

void repeat(const std::stop_token& asked, std::chrono::nanoseconds period,
            const std::function<void()>& work) {
  std::mutex mutex;
  std::condition_variable_any wake_up;
  do {
    work();
    std::unique_lock lock(mutex);
    wake_up.wait_for(lock, asked, period, [] { return false; });
  } while (!asked.stop_requested());
}
