// Rejected: assert "a worker that waits ends as soon as it is asked"
//
// Tempting: the condition that is waited for is the request.
//
// Wrong: a condition variable looks at its condition when it is notified, and
// request_stop() does not know of this one. condition_variable_any does, if it
// is given the token.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>

// Calls `work` at once, and again whenever `period` has passed since it
// returned, until it is asked to stop.
inline void repeat(const std::stop_token& asked,
                   std::chrono::nanoseconds period,
                   const std::function<void()>& work) {
  std::mutex mutex;
  std::condition_variable wake_up;
  while (!asked.stop_requested()) {
    work();
    std::unique_lock lock(mutex);
    wake_up.wait_for(lock, period, [&] { return asked.stop_requested(); });
  }
}
