#pragma once

#include <iterator>
#include <optional>

namespace workbook {

// What a range-for needs to pop a queue until it is closed and drained. It
// tells the queue that an item is done when the body has ended for it, also by
// `break` or an exception.
template <typename Queue>
class PopIterator {
 public:
  using Item = typename Queue::value_type;

  explicit PopIterator(Queue& queue) : queue_(queue), item_(queue.pop()) {}
  PopIterator(const PopIterator&) = delete;
  PopIterator& operator=(const PopIterator&) = delete;
  ~PopIterator() { finish_item(); }

  Item& operator*() { return *item_; }
  PopIterator& operator++() {
    finish_item();
    item_ = queue_.pop();
    return *this;
  }
  bool operator==(std::default_sentinel_t) const { return !item_; }

 private:
  void finish_item() {
    if (!item_) return;
    item_.reset();  // what it owns is released before anybody hears of it
    queue_.task_done();
  }

  Queue& queue_;
  std::optional<Item> item_;  // nothing at the end
};

}  // namespace workbook
