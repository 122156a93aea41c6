#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace workbook {

// The first idea: a deque and a lock. It loses nothing and breaks nothing, and
// leaves everything else to those who use it: they have to look, and look
// again, whether something is in it.
template <typename T>
class PollingQueue {
 public:
  // Always finds room: the queue grows as long as there is memory.
  void push(T item) {
    const std::lock_guard lock(mutex_);
    items_.push_back(std::move(item));
  }

  // The oldest item, or nothing if the queue is empty. Does not wait.
  std::optional<T> try_pop() {
    const std::lock_guard lock(mutex_);
    if (items_.empty()) return std::nullopt;
    std::optional<T> item(std::move(items_.front()));
    items_.pop_front();
    return item;
  }

  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return items_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::deque<T> items_;  // guarded by mutex_
};

}  // namespace workbook
