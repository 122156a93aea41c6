// Rejected: assert "whoever waits is next"
//
// Tempting: a mutex has a queue of those who wait, so it will be fair.
//
// Wrong: unlocking wakes the first in the queue, and until it is awake the
// mutex is free. Whoever comes in between has it.
#pragma once

#include <atomic>
#include <mutex>

class FairLock {
 public:
  void lock() {
    ++waiting_;
    mutex_.lock();
    --waiting_;
  }

  void unlock() { mutex_.unlock(); }

  int waiting() const { return waiting_; }

 private:
  std::mutex mutex_;
  std::atomic<int> waiting_ = 0;
};
