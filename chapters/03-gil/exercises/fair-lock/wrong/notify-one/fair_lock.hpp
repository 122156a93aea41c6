// Rejected: deadlock "one thread at a time has the lock"
//
// Tempting: one number is called, so one thread has to be woken.
//
// Wrong: all who wait share a condition variable, and the one that is woken
// need not be the one whose number is called. It goes back to sleep, and the
// other was never woken.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <mutex>

class FairLock {
 public:
  void lock() {
    std::unique_lock guard(mutex_);
    const int number = drawn_++;
    called_changed_.wait(guard, [&] { return called_ == number; });
  }

  void unlock() {
    const std::lock_guard guard(mutex_);
    ++called_;
    called_changed_.notify_one();
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
