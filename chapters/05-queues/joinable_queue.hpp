#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "05-queues/waiters.hpp"

namespace workbook {

// The fifth step: QuietQueue that counts the items which are not done yet, so
// that one can wait until all are. An item is done when whoever popped it says
// so, and not when it leaves the queue.
template <typename T>
class JoinableQueue {
 public:
  // Who waits rests for so many pauses and looks again before it sleeps.
  explicit JoinableQueue(std::size_t capacity,
                         int pauses = Waiters::usual_pauses)
      : capacity_(capacity), not_full_(pauses), not_empty_(pauses) {}

  void push(T item);  // waits while the queue is full
  T pop();            // waits while it is empty

  // Says that a popped item is dealt with. Throws std::logic_error when every
  // item is done already.
  void task_done();

  // Waits until every item that was ever pushed is done.
  void join();

 private:
  const std::size_t capacity_;
  std::mutex mutex_;  // guards all that follows
  Waiters not_full_;
  Waiters not_empty_;
  std::condition_variable all_done_;
  std::deque<T> items_;
  std::size_t unfinished_ = 0;  // items that were pushed and are not done
};

template <typename T>
void JoinableQueue<T>::push(T item) {
  std::unique_lock lock(mutex_);
  not_full_.wait(lock, [&] { return items_.size() < capacity_; });
  items_.push_back(std::move(item));
  ++unfinished_;
  not_empty_.wake_one();
  if (items_.size() < capacity_) not_full_.wake_one();
}

template <typename T>
T JoinableQueue<T>::pop() {
  std::unique_lock lock(mutex_);
  not_empty_.wait(lock, [&] { return !items_.empty(); });
  T item = std::move(items_.front());
  items_.pop_front();
  not_full_.wake_one();
  if (!items_.empty()) not_empty_.wake_one();
  return item;
}

// #region join
template <typename T>
void JoinableQueue<T>::task_done() {
  const std::lock_guard lock(mutex_);
  if (unfinished_ == 0)
    throw std::logic_error("task_done: every item is done already");
  if (--unfinished_ == 0) all_done_.notify_all();
}

template <typename T>
void JoinableQueue<T>::join() {
  std::unique_lock lock(mutex_);
  all_done_.wait(lock, [&] { return unfinished_ == 0; });
}
// #endregion join

}  // namespace workbook
