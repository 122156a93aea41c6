// Rejected: assert "who has only begun is not named for another"
//
// Tempting: a lock for the string, atomics for the rest. No two threads use
// anything at the same time.
//
// Wrong: name and time belong together. In between, the name is that of the new
// slice and the time that of the old one, and the wrong one is blamed.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

// Says who holds an event loop up, while it is held up.
//
// The loop's thread says when a slice begins and ends: what one coroutine does
// between two waits. Another thread, the watcher, checks now and then. Times
// are those of any clock.
class Watchdog {
 public:
  using Time = std::chrono::milliseconds;

  explicit Watchdog(Time limit) : limit_(limit) {}

  // The loop's thread: a slice of `name` begins.
  void began(std::string name, Time now) {
    {
      const std::lock_guard lock(mutex_);
      name_ = std::move(name);
    }
    start_ = now.count();
    is_told_ = false;
  }

  // The loop's thread: the slice has ended.
  void ended() {
    const std::lock_guard lock(mutex_);
    name_.reset();
  }

  // The watcher: who has held the loop for the limit or longer, and holds it
  // still? Each slice is named once.
  std::optional<std::string> check(Time now) {
    if (is_told_ || now - Time(start_) < limit_) return std::nullopt;
    const std::lock_guard lock(mutex_);
    if (name_) is_told_ = true;
    return name_;
  }

 private:
  const Time limit_;
  std::mutex mutex_;                 // guards name_
  std::optional<std::string> name_;  // of the slice that runs
  std::atomic<Time::rep> start_ = 0;
  std::atomic<bool> is_told_ = false;  // about this slice
};
