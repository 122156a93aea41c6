#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace workbook {

// Makes one event of a burst: an editor that saves a file may write, rename
// and touch it within a few milliseconds. It is due when nothing happened for
// `quiet`, and in any case `longest` after the first: a file that is written
// to all the time must not hold it up for ever.
//
// It has no thread and no clock of its own: whoever has them asks due(), sleeps
// until then, and asks fire(). So a test needs neither.
class Debounce {
 public:
  using Clock = std::chrono::steady_clock;
  using Time = Clock::time_point;

  Debounce(Clock::duration quiet, Clock::duration longest)
      : quiet_(quiet), longest_(longest) {}

  // #region debounce
  // Something happened.
  void touch(Time now) {
    if (!pending_) first_ = now;
    last_ = now;
    pending_ = true;
  }

  // When to fire: nothing while nothing has happened.
  std::optional<Time> due() const {
    if (!pending_) return std::nullopt;
    return std::min(last_ + quiet_, first_ + longest_);
  }

  // True, once for each burst, when it is due.
  bool fire(Time now) {
    const auto time = due();
    if (!time || now < *time) return false;
    pending_ = false;
    return true;
  }
  // #endregion debounce

 private:
  const Clock::duration quiet_;
  const Clock::duration longest_;
  bool pending_ = false;  // a burst has begun
  Time first_{};          // of the burst
  Time last_{};           // of the burst
};

}  // namespace workbook
