#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>

#include "05-queues/waiters.hpp"

namespace workbook {

// Wrong, to be shown: QuietQueue, but whoever is woken does not wake the next.
template <typename T>
class ForgetfulQueue {
 public:
  explicit ForgetfulQueue(std::size_t capacity) : capacity_(capacity) {}

  // #region push
  void push(T item) {
    std::unique_lock lock(mutex_);
    not_full_.wait(lock, [&] { return items_.size() < capacity_; });
    items_.push_back(std::move(item));
    not_empty_.wake_one();
  }

  T pop() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [&] { return !items_.empty(); });
    T item = std::move(items_.front());
    items_.pop_front();
    not_full_.wake_one();
    return item;
  }
  // #endregion push

 private:
  const std::size_t capacity_;
  std::mutex mutex_;                      // guards all that follows
  Waiters not_full_{Waiters::no_pauses};  // who waits sleeps at once
  Waiters not_empty_{Waiters::no_pauses};
  std::deque<T> items_;
};

}  // namespace workbook
