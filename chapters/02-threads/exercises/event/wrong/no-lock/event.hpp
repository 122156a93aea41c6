// Rejected: deadlock "no wake-up is lost whenever the event is set"
//
// Tempting: the flag is atomic, so setting it needs no lock.
//
// Wrong: a waiter looks at the flag, and before it sleeps the flag is set and
// the notification given. Nobody was asleep to hear it. Now the waiter sleeps,
// for ever. The lock is there so that nothing can come between look and sleep.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

// A flag that threads wait for. set() releases every thread that waits, even if
// clear() follows at once, and every thread that comes before clear().
class Event {
 public:
  void set() {
    set_ = true;
    ++sets_;
    changed_.notify_all();
  }

  void clear() { set_ = false; }

  bool is_set() const { return set_; }

  // Sleeps until the event is set; returns at once if it is.
  void wait() const {
    std::unique_lock lock(mutex_);
    const unsigned before = sets_;
    changed_.wait(lock, [&] { return set_ || sets_ != before; });
  }

  // The same for at most `limit`; returns false when the event was not set in
  // that time.
  bool wait_for(std::chrono::nanoseconds limit) const {
    std::unique_lock lock(mutex_);
    const unsigned before = sets_;
    return changed_.wait_for(lock, limit,
                             [&] { return set_ || sets_ != before; });
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::atomic<bool> set_ = false;
  std::atomic<unsigned> sets_ = 0;  // how often set() was called
};
