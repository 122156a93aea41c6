// Rejected: deadlock "one thread at a time has the lock"
//
// Tempting: an atomic number needs no mutex to be changed.
//
// Wrong: the change and the notification can fall between a thread's look at
// the number and its sleep. Nobody wakes it up again.
#pragma once

#include <algorithm>
#include <atomic>
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
  int drawn_ = 0;  // guarded by mutex_
  std::atomic<int> called_ = 0;
};
