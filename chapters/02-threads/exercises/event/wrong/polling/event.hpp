// Rejected: assert "nobody polls: a thread that waits sleeps"
//
// Tempting: an atomic flag and a loop that looks every millisecond. No lock, no
// condition variable.
//
// Wrong: every thread that waits wakes up a thousand times a second for
// nothing, and learns of the event up to a millisecond late.
#pragma once

#include <atomic>
#include <chrono>
#include <thread>

// A flag that threads wait for. set() releases every thread that waits, even if
// clear() follows at once, and every thread that comes before clear().
class Event {
 public:
  void set() {
    set_ = true;
    ++sets_;
  }

  void clear() { set_ = false; }

  bool is_set() const { return set_; }

  // Sleeps until the event is set; returns at once if it is.
  void wait() const {
    const unsigned before = sets_;
    while (!set_ && sets_ == before) nap();
  }

  // The same for at most `limit`; returns false when the event was not set in
  // that time.
  bool wait_for(std::chrono::nanoseconds limit) const {
    const unsigned before = sets_;
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!set_ && sets_ == before) {
      if (std::chrono::steady_clock::now() >= end) return false;
      nap();
    }
    return true;
  }

 private:
  static void nap() {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  std::atomic<bool> set_ = false;
  std::atomic<unsigned> sets_ = 0;  // how often set() was called
};
