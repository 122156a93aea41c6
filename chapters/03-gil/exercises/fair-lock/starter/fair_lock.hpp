#pragma once

#include <condition_variable>
#include <mutex>

// A lock that threads get in the order in which they came.
class FairLock {
 public:
  // TODO: whoever comes now may get the lock before those who wait.
  void lock() {
    std::unique_lock guard(mutex_);
    ++waiting_;
    freed_.wait(guard, [&] { return !held_; });
    --waiting_;
    held_ = true;
  }

  void unlock() {
    const std::lock_guard guard(mutex_);
    held_ = false;
    freed_.notify_one();
  }

  // How many threads are in lock() and have to wait.
  int waiting() const {
    const std::lock_guard guard(mutex_);
    return waiting_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable freed_;  // held_ became false
  bool held_ = false;              // guarded by mutex_
  int waiting_ = 0;                // guarded by mutex_
};
