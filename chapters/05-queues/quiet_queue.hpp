#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>

#include "05-queues/waiters.hpp"

namespace workbook {

// The fourth step: BoundedQueue with at most one wake-up in flight a side, and
// a rest and another look before a thread sleeps. Whoever was woken wakes the
// next one if there is something left for it.
template <typename T>
class QuietQueue {
 public:
  // Who waits rests for so many pauses and looks again before it sleeps.
  explicit QuietQueue(std::size_t capacity, int pauses = Waiters::usual_pauses)
      : capacity_(capacity), not_full_(pauses), not_empty_(pauses) {}

  void push(T item);  // waits while the queue is full
  T pop();            // waits while it is empty

  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return items_.size();
  }

 private:
  const std::size_t capacity_;
  mutable std::mutex mutex_;  // guards all that follows
  Waiters not_full_;
  Waiters not_empty_;
  std::deque<T> items_;
};

// #region push
template <typename T>
void QuietQueue<T>::push(T item) {
  std::unique_lock lock(mutex_);
  not_full_.wait(lock, [&] { return items_.size() < capacity_; });
  items_.push_back(std::move(item));
  not_empty_.wake_one();
  if (items_.size() < capacity_) not_full_.wake_one();  // passes it on
}

template <typename T>
T QuietQueue<T>::pop() {
  std::unique_lock lock(mutex_);
  not_empty_.wait(lock, [&] { return !items_.empty(); });
  T item = std::move(items_.front());
  items_.pop_front();
  not_full_.wake_one();
  if (!items_.empty()) not_empty_.wake_one();  // passes it on
  return item;
}
// #endregion push

}  // namespace workbook
