#include "repeat.hpp"

#include <condition_variable>
#include <mutex>

// Calls `work` at once, and again whenever `period` has passed since it
// returned, until it is asked to stop.
void repeat(const std::stop_token& asked, std::chrono::nanoseconds period,
            const std::function<void()>& work) {
  // TODO: work, wait for the period or the request, look, and so on.
  static_cast<void>(asked);
  static_cast<void>(period);
  static_cast<void>(work);
}
