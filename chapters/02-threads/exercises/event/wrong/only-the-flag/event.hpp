// Rejected: assert "set releases who waits even if clear follows at once"
//
// Tempting: an event is a flag, so wait until the flag is set.
//
// Wrong: between the notification and the moment at which a waiter has the lock
// again, clear() may come. The waiter finds no flag and sleeps on.
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
    changed_.wait(lock, [&] { return set_; });
  }

  // The same for at most `limit`; returns false when the event was not set in
  // that time.
  bool wait_for(std::chrono::nanoseconds limit) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [&] { return set_; });
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  bool set_ = false;  // guarded by mutex_
};
