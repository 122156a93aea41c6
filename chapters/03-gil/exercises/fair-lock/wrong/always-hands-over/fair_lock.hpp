// Rejected: timeout "a free lock can be taken again and again"
//
// Tempting: after unlock(), wait until another thread has the lock, as the
// interpreter's lock does.
//
// Wrong: if nobody wants it, unlock() never comes back.
#pragma once

#include <condition_variable>
#include <mutex>

class FairLock {
 public:
  void lock() {
    std::unique_lock guard(mutex_);
    ++waiting_;
    freed_.wait(guard, [&] { return !held_; });
    --waiting_;
    held_ = true;
    ++turn_;
    taken_.notify_all();
  }

  void unlock() {
    std::unique_lock guard(mutex_);
    held_ = false;
    freed_.notify_one();
    const int turn = turn_;
    taken_.wait(guard, [&] { return turn_ != turn; });
  }

  int waiting() const {
    const std::lock_guard guard(mutex_);
    return waiting_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  std::condition_variable taken_;
  bool held_ = false;  // guarded by mutex_
  int waiting_ = 0;    // guarded by mutex_
  int turn_ = 0;       // guarded by mutex_
};
