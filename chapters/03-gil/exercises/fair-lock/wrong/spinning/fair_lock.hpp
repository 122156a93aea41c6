// Rejected: assert "nobody polls: a thread that waits sleeps"
//
// Tempting: numbers alone will do: no mutex, no condition variable, fair and
// short.
//
// Wrong: who waits looks again and again. That takes a core from the thread
// that has the lock, and on a single core it takes its time.
#pragma once

#include <algorithm>
#include <atomic>
#include <thread>

class FairLock {
 public:
  void lock() {
    const int number = drawn_++;
    while (called_ != number) std::this_thread::yield();
  }

  void unlock() { ++called_; }

  int waiting() const { return std::max(drawn_ - called_ - 1, 0); }

 private:
  std::atomic<int> drawn_ = 0;
  std::atomic<int> called_ = 0;
};
