#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>

namespace workbook {

// The third step: at most `capacity` items are in it, and whoever brings more
// sleeps until there is room. This is the textbook's bounded queue: one mutex,
// two conditions, and a wake-up after each push and each pop.
template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  void push(T item);  // waits while the queue is full
  T pop();            // waits while it is empty

  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return items_.size();
  }

 private:
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
  std::deque<T> items_;  // guarded by mutex_
};

// #region push
template <typename T>
void BoundedQueue<T>::push(T item) {
  std::unique_lock lock(mutex_);
  not_full_.wait(lock, [&] { return items_.size() < capacity_; });
  items_.push_back(std::move(item));
  not_empty_.notify_one();
}

template <typename T>
T BoundedQueue<T>::pop() {
  std::unique_lock lock(mutex_);
  not_empty_.wait(lock, [&] { return !items_.empty(); });
  T item = std::move(items_.front());
  items_.pop_front();
  not_full_.notify_one();
  return item;
}
// #endregion push

}  // namespace workbook
