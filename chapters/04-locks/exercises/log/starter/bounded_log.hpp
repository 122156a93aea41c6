#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

// The last lines that were logged, at most `capacity` of them. Safe to use from
// many threads.
class BoundedLog {
 public:
  // Throws std::invalid_argument when the capacity is 0.
  explicit BoundedLog(std::size_t capacity) : capacity_(capacity) {
    if (capacity == 0) throw std::invalid_argument("a log has room for a line");
  }

  // Appends the line that `make_line` returns. The oldest leave to make room.
  // TODO: make_line may be slow, or use the log. Do not hold the lock for it.
  void append(const std::function<std::string()>& make_line) {
    const std::lock_guard lock(mutex_);
    std::string line = make_line();
    if (lines_.size() == capacity_) lines_.pop_front();
    lines_.push_back(std::move(line));
  }

  // The lines, oldest first.
  std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return {lines_.begin(), lines_.end()};
  }

  // Calls `write` with each line, oldest first.
  // TODO: the same is true of `write`.
  void write_to(const std::function<void(const std::string&)>& write) const {
    const std::lock_guard lock(mutex_);
    for (const std::string& line : lines_) write(line);
  }

 private:
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::deque<std::string> lines_;  // guarded by mutex_
};
