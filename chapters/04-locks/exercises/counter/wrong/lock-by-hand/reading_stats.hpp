// Rejected: deadlock "a negative reading is refused and everything stays usable"
//
// Tempting: lock, do the work, unlock; as one would say it.
//
// Wrong: an exception leaves without the unlock, and everybody else waits for
// ever. A guard unlocks on every way out.
#pragma once

#include <mutex>
#include <stdexcept>
#include <utility>

struct Stats {
  long count = 0;
  long sum = 0;

  bool operator==(const Stats&) const = default;
};

class ReadingStats {
 public:
  void add(long reading) {
    mutex_.lock();
    if (reading < 0) throw std::invalid_argument("a reading is not negative");
    stats_.count += 1;
    stats_.sum += reading;
    mutex_.unlock();
  }

  Stats stats() const {
    const std::lock_guard lock(mutex_);
    return stats_;
  }

  Stats take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(stats_, Stats());
  }

 private:
  mutable std::mutex mutex_;
  Stats stats_;  // guarded by mutex_
};
