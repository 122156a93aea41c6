#pragma once

#include <chrono>
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
    // TODO
    (void)name;
    (void)now;
  }

  // The loop's thread: the slice has ended.
  void ended() {
    // TODO
  }

  // The watcher: who has held the loop for the limit or longer, and holds it
  // still? Each slice is named once.
  std::optional<std::string> check(Time now) {
    // TODO
    (void)now;
    return std::nullopt;
  }

 private:
  const Time limit_;
  // TODO: what runs, since when
};
