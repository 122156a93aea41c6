#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace workbook {

// #region interface
// A flag that threads wait for. set() releases every thread that waits, even if
// clear() follows at once, and every thread that comes before clear().
//
//   Event ready;
//   std::jthread worker([&] { ready.wait(); serve(); });
//   ready.set();
//
// Safe to use from many threads. The last thread that waits may destroy it as
// soon as it is released. Source: Python's threading.Event.
class Event {
 public:
  void set();
  void clear();
  bool is_set() const;

  // Sleeps until the event is set; returns at once if it is.
  void wait() const;

  // The same for at most `limit`; returns false when the event was not set in
  // that time.
  bool wait_for(std::chrono::nanoseconds limit) const;

 private:
  // #region members
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  bool set_ = false;        // guarded by mutex_
  std::uint64_t sets_ = 0;  // guarded by mutex_; how often set() was called
  // #endregion members
};
// #endregion interface

// #region set
inline void Event::set() {
  const std::lock_guard lock(mutex_);
  set_ = true;
  ++sets_;
  changed_.notify_all();  // under the lock: who is released may destroy this
}
// #endregion set

inline void Event::clear() {
  const std::lock_guard lock(mutex_);
  set_ = false;
}

inline bool Event::is_set() const {
  const std::lock_guard lock(mutex_);
  return set_;
}

// #region wait
inline void Event::wait() const {
  std::unique_lock lock(mutex_);
  const std::uint64_t before = sets_;
  changed_.wait(lock, [&] { return set_ || sets_ != before; });
}
// #endregion wait

inline bool Event::wait_for(std::chrono::nanoseconds limit) const {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point now = Clock::now();
  const bool countable = limit < Clock::time_point::max() - now;
  const auto deadline = countable ? now + limit : Clock::time_point::max();
  std::unique_lock lock(mutex_);
  const std::uint64_t before = sets_;
  return changed_.wait_until(lock, deadline,
                             [&] { return set_ || sets_ != before; });
}

}  // namespace workbook
