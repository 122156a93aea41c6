// Rejected: assert "while a thread waits nobody else has two turns"
//
// Tempting: whoever had the lock last has to let another one go first. That is
// what the rule says, with two threads.
//
// Wrong: with three threads, two of them can take turns for ever.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

class FairLock {
 public:
  void lock() {
    std::unique_lock guard(mutex_);
    ++waiting_;
    freed_.wait(guard, [&] {
      return !held_ && (waiting_ == 1 || last_ != std::this_thread::get_id());
    });
    --waiting_;
    held_ = true;
    last_ = std::this_thread::get_id();
  }

  void unlock() {
    const std::lock_guard guard(mutex_);
    held_ = false;
    freed_.notify_all();
  }

  int waiting() const {
    const std::lock_guard guard(mutex_);
    return waiting_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  bool held_ = false;     // guarded by mutex_
  int waiting_ = 0;       // guarded by mutex_
  std::thread::id last_;  // guarded by mutex_
};
