// Rejected: deadlock "no touch is lost and there is no data race in any schedule"
//
// Tempting: the point in time is an atomic, so touch() needs no lock: it stores
// the new one and notifies.
//
// Wrong: the thread looks, finds nothing, and is about to sleep. If a touch
// comes just then, its notification reaches nobody, and the thread sleeps on
// what it saw before. Whoever changes what a condition variable waits for does
// so under its mutex, also when it is an atomic.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

class Debouncer {
 public:
  Debouncer(std::chrono::milliseconds quiet, std::function<void()> fire)
      : quiet_(quiet),
        fire_(std::move(fire)),
        thread_([this](const std::stop_token& stop) { run(stop); }) {}
  Debouncer(const Debouncer&) = delete;
  Debouncer& operator=(const Debouncer&) = delete;

  void touch() {
    due_ = (Clock::now() + quiet_).time_since_epoch();
    changed_.notify_one();
  }

 private:
  using Clock = std::chrono::steady_clock;

  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [&] { return due_.load() != nothing; })) {
      const Clock::duration due = due_;
      const bool again =
          changed_.wait_until(lock, stop, Clock::time_point(due),
                              [&] { return due_.load() != due; });
      if (again) continue;
      if (stop.stop_requested()) return;
      Clock::duration expected = due;
      if (!due_.compare_exchange_strong(expected, nothing)) continue;
      lock.unlock();
      fire_();
      lock.lock();
    }
  }

  static constexpr Clock::duration nothing{};
  const std::chrono::milliseconds quiet_;
  const std::function<void()> fire_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::atomic<Clock::duration> due_ = nothing;
  std::jthread thread_;
};
