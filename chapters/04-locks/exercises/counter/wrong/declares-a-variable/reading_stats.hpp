// Rejected: race "two sensors add at once: both readings count"
//
// Tempting: it reads like a call that locks mutex_.
//
// Wrong: it is a declaration. `T(x);` means `T x;`, so there is a new, empty
// unique_lock, whose name happens to be mutex_. Nothing is locked.
#pragma once

#include <mutex>
#include <stdexcept>
#include <utility>

// The compiler would tell, twice. Here it may not.
#ifdef __clang__
#pragma clang diagnostic ignored "-Wvexing-parse"
#else
#pragma GCC diagnostic ignored "-Wparentheses"
#endif
#pragma GCC diagnostic ignored "-Wshadow"

struct Stats {
  long count = 0;
  long sum = 0;

  bool operator==(const Stats&) const = default;
};

class ReadingStats {
 public:
  void add(long reading) {
    if (reading < 0) throw std::invalid_argument("a reading is not negative");
    std::unique_lock<std::mutex>(mutex_);
    stats_.count += 1;
    stats_.sum += reading;
  }

  Stats stats() const {
    std::unique_lock<std::mutex>(mutex_);
    return stats_;
  }

  Stats take() {
    std::unique_lock<std::mutex>(mutex_);
    return std::exchange(stats_, Stats());
  }

 private:
  mutable std::mutex mutex_;
  Stats stats_;  // guarded by mutex_
};
