#pragma once

#include <mutex>
#include <stdexcept>
#include <utility>

struct Stats {
  long count = 0;
  long sum = 0;

  bool operator==(const Stats&) const = default;
};

// How many readings there were, and their sum. Safe to use from many threads.
class ReadingStats {
 public:
  // Throws std::invalid_argument for a negative reading.
  void add(long reading) {
    if (reading < 0) throw std::invalid_argument("a reading is not negative");
    const std::lock_guard lock(mutex_);
    stats_.count += 1;
    stats_.sum += reading;
  }

  Stats stats() const {
    const std::lock_guard lock(mutex_);
    return stats_;
  }

  // Returns what has come together, and starts over.
  Stats take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(stats_, Stats());
  }

 private:
  mutable std::mutex mutex_;
  Stats stats_;  // guarded by mutex_
};
