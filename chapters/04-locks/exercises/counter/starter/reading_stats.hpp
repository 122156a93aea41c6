#pragma once

#include <stdexcept>

struct Stats {
  long count = 0;
  long sum = 0;

  bool operator==(const Stats&) const = default;
};

// How many readings there were, and their sum. Safe to use from many threads.
// TODO: it is not, yet.
class ReadingStats {
 public:
  // Throws std::invalid_argument for a negative reading.
  void add(long reading) {
    if (reading < 0) throw std::invalid_argument("a reading is not negative");
    stats_.count += 1;
    stats_.sum += reading;
  }

  Stats stats() const { return stats_; }

  // Returns what has come together, and starts over.
  Stats take() {
    const Stats taken = stats_;
    stats_ = Stats();
    return taken;
  }

 private:
  Stats stats_;
};
