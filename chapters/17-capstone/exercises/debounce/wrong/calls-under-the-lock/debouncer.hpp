// Rejected: timeout "touch does not wait for fire"
//
// Tempting: the lock is held from the decision to the call, so that nothing can
// come between them.
//
// Wrong: whoever saves while the build starts waits for it, and a `fire` that
// touches waits for itself.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

class Debouncer {
 public:
  Debouncer(std::chrono::milliseconds quiet, std::function<void()> fire)
      : quiet_(quiet),
        fire_(std::move(fire)),
        thread_([this](const std::stop_token& stop) { run(stop); }) {}

  void touch() {
    const std::lock_guard lock(mutex_);
    due_ = Clock::now() + quiet_;
    changed_.notify_one();
  }

 private:
  using Clock = std::chrono::steady_clock;

  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [&] { return due_.has_value(); })) {
      const Clock::time_point due = *due_;
      const auto touched_again = [&] { return *due_ != due; };
      if (changed_.wait_until(lock, stop, due, touched_again)) continue;
      if (stop.stop_requested()) return;
      due_.reset();
      fire_();
    }
  }

  const std::chrono::milliseconds quiet_;
  const std::function<void()> fire_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::optional<Clock::time_point> due_;  // guarded by mutex_
  std::jthread thread_;
};
