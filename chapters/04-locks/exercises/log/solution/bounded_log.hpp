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
  void append(const std::function<std::string()>& make_line) {
    std::string line = make_line();
    const std::lock_guard lock(mutex_);
    if (lines_.size() == capacity_) lines_.pop_front();
    lines_.push_back(std::move(line));
  }

  // The lines, oldest first.
  std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return {lines_.begin(), lines_.end()};
  }

  // Calls `write` with each line, oldest first.
  void write_to(const std::function<void(const std::string&)>& write) const {
    for (const std::string& line : lines()) write(line);
  }

 private:
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::deque<std::string> lines_;  // guarded by mutex_
};
