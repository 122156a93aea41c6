#pragma once

#include <algorithm>
#include <condition_variable>
#include <mutex>

// A lock that threads get in the order in which they came: who comes draws a
// number, who leaves calls the next one.
class FairLock {
 public:
  void lock() {
    std::unique_lock guard(mutex_);
    const int number = drawn_++;
    called_changed_.wait(guard, [&] { return called_ == number; });
  }

  // All who wait are woken: only one of them has the number.
  void unlock() {
    const std::lock_guard guard(mutex_);
    ++called_;
    called_changed_.notify_all();
  }

  // How many threads are in lock() and have to wait.
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
