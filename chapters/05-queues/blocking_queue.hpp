#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>

namespace workbook {

// The second step: whoever wants an item sleeps until there is one.
template <typename T>
class BlockingQueue {
 public:
  // Always finds room: the queue grows as long as there is memory.
  void push(T item);

  // Waits while the queue is empty.
  T pop();

  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return items_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable not_empty_;
  std::deque<T> items_;  // guarded by mutex_
};

// #region push
template <typename T>
void BlockingQueue<T>::push(T item) {
  const std::lock_guard lock(mutex_);
  items_.push_back(std::move(item));
  not_empty_.notify_one();
}
// #endregion push

// #region pop
template <typename T>
T BlockingQueue<T>::pop() {
  std::unique_lock lock(mutex_);
  not_empty_.wait(lock, [&] { return !items_.empty(); });
  T item = std::move(items_.front());
  items_.pop_front();
  return item;
}
// #endregion pop

}  // namespace workbook
