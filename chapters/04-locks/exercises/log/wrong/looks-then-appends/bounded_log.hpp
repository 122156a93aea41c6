// Rejected: assert "nobody ever sees more lines than the capacity"
//
// Tempting: every access is locked, and each lock is as short as can be.
//
// Wrong: too short. Between the room that was made and the line that takes it,
// another thread takes it.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

class BoundedLog {
 public:
  explicit BoundedLog(std::size_t capacity) : capacity_(capacity) {
    if (capacity == 0) throw std::invalid_argument("a log has room for a line");
  }

  void append(const std::function<std::string()>& make_line) {
    std::string line = make_line();
    make_room();
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
  }

  std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return {lines_.begin(), lines_.end()};
  }

  void write_to(const std::function<void(const std::string&)>& write) const {
    for (const std::string& line : lines()) write(line);
  }

 private:
  void make_room() {
    const std::lock_guard lock(mutex_);
    if (lines_.size() == capacity_) lines_.pop_front();
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::deque<std::string> lines_;  // guarded by mutex_
};
