#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <iterator>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "05-queues/pop_iterator.hpp"
#include "05-queues/waiters.hpp"

namespace workbook {

// A queue of at most `capacity` items between threads, first in, first out. A
// producer waits while it is full, a consumer while it is empty. To close it is
// to say that no more items will come: what is in it can still be popped.
//
//   ClosableQueue<Photo> photos(8);
//   std::jthread worker([&] { for (Photo& photo : photos) develop(photo); });
//   photos.push(take_photo());
//   photos.close();
//
// Many threads may use it; each of their calls must have returned before it is
// destroyed.
// Source: P0260 "C++ Concurrent Queues"; task_done and join: Python's Queue.
template <typename T>
class ClosableQueue {
  static_assert(std::is_nothrow_move_constructible_v<T>,
                "an item whose move throws could be lost half-way");

 public:
  using value_type = T;

  // Who waits rests for so many pauses and looks again before it sleeps. Throws
  // std::invalid_argument for a capacity of 0: nothing could pass.
  explicit ClosableQueue(std::size_t capacity,
                         int pauses = Waiters::usual_pauses);

  // Waits while the queue is full. Returns false, and drops the item, once it
  // is closed.
  bool push(T item);

  // Waits while the queue is empty. Returns nothing once it is closed and
  // everything in it has been popped.
  std::optional<T> pop();

  // Refuses every push from now on, and wakes whoever waits.
  void close();
  bool is_closed() const {
    const std::lock_guard lock(mutex_);
    return is_closed_;
  }

  // Says that a popped item is dealt with. Throws std::logic_error when every
  // item is done already.
  void task_done();

  // Waits until every item that was ever pushed is done.
  void join();

  // `for (T& item : queue)` pops until the queue is closed and drained, and
  // says task_done() after each body.
  auto begin() { return PopIterator(*this); }
  std::default_sentinel_t end() const { return {}; }

  // How many there are at this moment.
  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return items_.size();
  }
  std::size_t waiting_producers() const {
    const std::lock_guard lock(mutex_);
    return not_full_.count();
  }
  std::size_t waiting_consumers() const {
    const std::lock_guard lock(mutex_);
    return not_empty_.count();
  }

 private:
  bool has_room() const { return items_.size() < capacity_; }

  const std::size_t capacity_;
  mutable std::mutex mutex_;  // guards all that follows
  Waiters not_full_;
  Waiters not_empty_;
  std::condition_variable all_done_;
  std::deque<T> items_;
  std::size_t unfinished_ = 0;  // items that were pushed and are not done
  bool is_closed_ = false;
};

template <typename T>
ClosableQueue<T>::ClosableQueue(std::size_t capacity, int pauses)
    : capacity_(capacity), not_full_(pauses), not_empty_(pauses) {
  if (capacity == 0) throw std::invalid_argument("a queue of capacity 0");
}

// #region push
template <typename T>
bool ClosableQueue<T>::push(T item) {
  std::unique_lock lock(mutex_);
  not_full_.wait(lock, [&] { return is_closed_ || has_room(); });
  if (is_closed_) return false;
  items_.push_back(std::move(item));
  ++unfinished_;
  not_empty_.wake_one();
  if (has_room()) not_full_.wake_one();
  return true;
}

template <typename T>
std::optional<T> ClosableQueue<T>::pop() {
  std::unique_lock lock(mutex_);
  not_empty_.wait(lock, [&] { return is_closed_ || !items_.empty(); });
  if (items_.empty()) return std::nullopt;
  std::optional<T> item(std::move(items_.front()));
  items_.pop_front();
  not_full_.wake_one();
  if (!items_.empty()) not_empty_.wake_one();
  return item;
}
// #endregion push
// #region close
template <typename T>
void ClosableQueue<T>::close() {
  const std::lock_guard lock(mutex_);
  is_closed_ = true;
  not_full_.wake_all();
  not_empty_.wake_all();
}
// #endregion close

// #region join
template <typename T>
void ClosableQueue<T>::task_done() {
  const std::lock_guard lock(mutex_);
  if (unfinished_ == 0)
    throw std::logic_error("task_done: every item is done already");
  if (--unfinished_ == 0) all_done_.notify_all();
}

template <typename T>
void ClosableQueue<T>::join() {
  std::unique_lock lock(mutex_);
  all_done_.wait(lock, [&] { return unfinished_ == 0; });
}
// #endregion join

}  // namespace workbook
