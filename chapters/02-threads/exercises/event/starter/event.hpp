#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

// A flag that threads wait for. set() releases every thread that waits, even if
// clear() follows at once, and every thread that comes before clear().
class Event {
 public:
  void set() {
    // TODO: change the state under the lock, and wake who waits.
  }

  void clear() {
    // TODO
  }

  bool is_set() const {
    return false;  // TODO
  }

  // Sleeps until the event is set; returns at once if it is.
  void wait() const {
    // TODO
  }

  // The same for at most `limit`; returns false when the event was not set in
  // that time.
  bool wait_for(std::chrono::nanoseconds limit) const {
    static_cast<void>(limit);
    return false;  // TODO
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  // TODO: what do you have to remember?
};
