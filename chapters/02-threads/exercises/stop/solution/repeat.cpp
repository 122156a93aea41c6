#include "repeat.hpp"

#include <condition_variable>
#include <mutex>

void repeat(const std::stop_token& asked, std::chrono::nanoseconds period,
            const std::function<void()>& work) {
  std::mutex mutex;
  std::condition_variable_any wake_up;
  while (!asked.stop_requested()) {
    work();
    std::unique_lock lock(mutex);
    wake_up.wait_for(lock, asked, period, [] { return false; });
  }
}
