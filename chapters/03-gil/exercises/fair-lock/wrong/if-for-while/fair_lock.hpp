// Rejected: race "one thread at a time has the lock"
//
// Tempting: whoever wakes up was woken because a number was called, so the lock
// is free.
//
// Wrong: all who wait are woken, and the number is that of one of them. The
// others have to look again.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <mutex>

class FairLock {
 public:
  void lock() {
    std::unique_lock guard(mutex_);
    const int number = drawn_++;
    if (called_ != number) called_changed_.wait(guard);
  }

  void unlock() {
    const std::lock_guard guard(mutex_);
    ++called_;
    called_changed_.notify_all();
  }

  int waiting() const {
    const std::lock_guard guard(mutex_);
    return std::max(drawn_ - called_ - 1, 0);
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable called_changed_;
  int drawn_ = 0;   // guarded by mutex_; the next number to draw
  int called_ = 0;  // guarded by mutex_; whose turn it is
};
