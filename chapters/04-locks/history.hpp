#pragma once

#include <mutex>
#include <vector>

namespace workbook {

// A history of readings in three stages. add_all() adds several readings so
// that nobody sees only some of them, and would like to call add() for each.

// add_all() has the lock, and add() waits for it: for ever. With
// std::recursive_mutex in place of std::mutex it does not.
//
// #region history
template <typename Mutex>
class History {
 public:
  void add(long reading) {
    const std::lock_guard lock(mutex_);
    readings_.push_back(reading);
  }
  void add_all(const std::vector<long>& readings) {
    const std::lock_guard lock(mutex_);
    for (const long reading : readings) add(reading);
  }
  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return readings_.size();
  }

 private:
  mutable Mutex mutex_;
  std::vector<long> readings_;  // guarded by mutex_
};
// #endregion history

// What is public locks, and calls only what is private. What is private needs
// the lock held, and never locks.
//
// #region layered
class LayeredHistory {
 public:
  void add(long reading) {
    const std::lock_guard lock(mutex_);
    append(reading);
  }
  void add_all(const std::vector<long>& readings) {
    const std::lock_guard lock(mutex_);
    for (const long reading : readings) append(reading);
  }
  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return readings_.size();
  }

 private:
  // The caller holds mutex_.
  void append(long reading) { readings_.push_back(reading); }

  mutable std::mutex mutex_;
  std::vector<long> readings_;  // guarded by mutex_
};
// #endregion layered

}  // namespace workbook
