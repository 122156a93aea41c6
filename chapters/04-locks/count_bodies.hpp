#pragma once

#include <atomic>
#include <mutex>
#include <thread>

#include "04-locks/counters.hpp"
#include "interleave/interleave.hpp"

// Counting in two threads, rightly and wrongly, for the schedule explorer.
namespace workbook::bodies {

// #region race
inline void race() {
  int count = 0;
  const auto sensor = [&] {
    // Three steps: load, add, store.
    count += 1;
  };
  std::thread other(sensor);
  sensor();
  other.join();
  check(count == 2);
}
// #endregion race

// #region locked
inline void locked() {
  LockedCounter counter;
  const auto sensor = [&] { counter.add_one(); };
  std::thread other(sensor);
  sensor();
  other.join();
  check(counter.value() == 2);
}
// #endregion locked

// #region load-then-store
inline void load_then_store() {
  std::atomic<int> count = 0;
  const auto sensor = [&] {
    // Each step is atomic. The two of them are not.
    count.store(count.load() + 1);
  };
  std::thread other(sensor);
  sensor();
  other.join();
  check(count == 2);
}
// #endregion load-then-store

// #region leaky-log
class LeakyLog {
 public:
  void add(long reading) {
    const std::lock_guard lock(mutex_);
    last_ = reading;
  }
  const long& last() const {
    const std::lock_guard lock(mutex_);
    return last_;
  }

 private:
  mutable std::mutex mutex_;
  long last_ = 0;  // guarded by mutex_
};

inline void reference() {
  LeakyLog log;
  std::thread writer([&] { log.add(7); });
  const long seen = log.last();
  writer.join();
  check(seen == 0 || seen == 7);
}
// #endregion leaky-log

}  // namespace workbook::bodies
