// Rejected: deadlock "the work itself may ask to stop"
//
// Tempting: take the lock once, at the beginning, and keep it.
//
// Wrong: while the work is done the lock is held. The callback runs in the
// thread that asks. When that is the work itself, it waits for a lock that its
// own thread has.
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
  std::unique_lock lock(mutex);
  while (!asked.stop_requested()) {
    work();
    wake_up.wait_for(lock, period, [&] { return asked.stop_requested(); });
  }
}
