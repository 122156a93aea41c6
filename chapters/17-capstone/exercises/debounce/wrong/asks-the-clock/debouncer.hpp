// Rejected: deadlock "a touch at the last moment is a touch in any schedule"
//
// Tempting: the wait ends for one reason or another; when the time is over it
// is time to fire, and the clock says whether it is.
//
// Wrong: when the time is over the thread still has to get the lock. A touch
// may come first and set another time. It is forgotten with the old one: the
// call comes too early, and the last save is never built. What counts is the
// state under the lock, and that is what the wait with a condition returns.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

// Makes one call of a burst of touches, once nothing was touched for `quiet`.
class Debouncer {
 public:
  Debouncer(std::chrono::milliseconds quiet, std::function<void()> fire)
      : quiet_(quiet),
        fire_(std::move(fire)),
        thread_([this](const std::stop_token& stop) { run(stop); }) {}
  Debouncer(const Debouncer&) = delete;
  Debouncer& operator=(const Debouncer&) = delete;

  void touch() {
    {
      const std::lock_guard lock(mutex_);
      due_ = Clock::now() + quiet_;
    }
    changed_.notify_one();
  }

 private:
  using Clock = std::chrono::steady_clock;

  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [&] { return due_.has_value(); })) {
      const Clock::time_point due = *due_;
      const auto touched_again = [&] { return *due_ != due; };
      changed_.wait_until(lock, stop, due, touched_again);
      if (stop.stop_requested()) return;
      if (Clock::now() < due) continue;  // touched again, or woken for nothing
      due_.reset();  // before the call: a touch during it begins the next burst
      lock.unlock();
      fire_();
      lock.lock();
    }
  }

  const std::chrono::milliseconds quiet_;
  const std::function<void()> fire_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::optional<Clock::time_point> due_;  // guarded by mutex_; none between
                                          // bursts
  std::jthread thread_;                   // last: it ends before what it uses
};
