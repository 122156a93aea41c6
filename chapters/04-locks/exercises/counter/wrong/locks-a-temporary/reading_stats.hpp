// Rejected: race "two sensors add at once: both readings count"
//
// Tempting: it says lock_guard, it says mutex_, and a guard needs no name if
// nobody calls it.
//
// Wrong: an object without a name lives until the semicolon. The mutex is
// locked and unlocked again before the first line that needs it.
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
    if (reading < 0) throw std::invalid_argument("a reading is not negative");
    std::lock_guard<std::mutex>{mutex_};
    stats_.count += 1;
    stats_.sum += reading;
  }

  Stats stats() const {
    std::lock_guard<std::mutex>{mutex_};
    return stats_;
  }

  Stats take() {
    std::lock_guard<std::mutex>{mutex_};
    return std::exchange(stats_, Stats());
  }

 private:
  mutable std::mutex mutex_;
  Stats stats_;  // guarded by mutex_
};
