// Rejected: assert "fifty touches need one thread and it sleeps: nobody polls"
//
// Tempting: an atomic time of the last touch, and a thread that looks at it
// every millisecond: no lock, no condition variable.
//
// Wrong: it wakes up a thousand times a second, all day, to learn that nobody
// has saved.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

#include <atomic>

class Debouncer {
 public:
  Debouncer(std::chrono::milliseconds quiet, std::function<void()> fire)
      : quiet_(quiet),
        fire_(std::move(fire)),
        thread_([this](const std::stop_token& stop) { run(stop); }) {}

  void touch() { due_ = (Clock::now() + quiet_).time_since_epoch(); }

 private:
  using Clock = std::chrono::steady_clock;

  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      Clock::duration due = due_;
      if (due == Clock::duration::zero()) continue;
      if (Clock::now().time_since_epoch() < due) continue;
      if (due_.compare_exchange_strong(due, Clock::duration::zero())) fire_();
    }
  }

  const std::chrono::milliseconds quiet_;
  const std::function<void()> fire_;
  std::atomic<Clock::duration> due_ = Clock::duration::zero();
  std::jthread thread_;
};
