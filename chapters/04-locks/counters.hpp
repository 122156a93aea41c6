#pragma once

#include <atomic>
#include <mutex>

namespace workbook {

// Three counters that several threads add to. Only the last two are right.

// What a processor does for `count += 1`, step by step: load, add, store. The
// steps are relaxed atomics, which order nothing: without them two threads
// would be a data race, undefined behavior, and the compiler could make a
// loop of additions into a single one.
//
// #region stepped
class SteppedCounter {
 public:
  void add_one() {
    const long seen = count_.load(std::memory_order_relaxed);
    count_.store(seen + 1, std::memory_order_relaxed);
  }
  long value() const { return count_.load(std::memory_order_relaxed); }

 private:
  std::atomic<long> count_ = 0;
};
// #endregion stepped

// A plain count that is touched only while the mutex is held.
//
// #region locked
class LockedCounter {
 public:
  void add_one() {
    const std::lock_guard lock(mutex_);
    count_ += 1;
  }
  long value() const {
    const std::lock_guard lock(mutex_);
    return count_;
  }

 private:
  mutable std::mutex mutex_;
  long count_ = 0;  // guarded by mutex_
};
// #endregion locked

// A count that the processor loads, adds to and stores in a single step.
//
// #region atomic
class AtomicCounter {
 public:
  void add_one() { count_.fetch_add(1); }
  long value() const { return count_.load(); }

 private:
  std::atomic<long> count_ = 0;
};
// #endregion atomic

}  // namespace workbook
