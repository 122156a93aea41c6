// Rejected: assert "what is written is the log of one moment"
//
// Tempting: the lock is held for one line only, and no copy of all is needed.
//
// Wrong: while a line is written the others move up. One is left out, and what
// is written never was in the log together.
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
    const std::lock_guard lock(mutex_);
    if (lines_.size() == capacity_) lines_.pop_front();
    lines_.push_back(std::move(line));
  }

  std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return {lines_.begin(), lines_.end()};
  }

  void write_to(const std::function<void(const std::string&)>& write) const {
    for (std::size_t i = 0; i < size(); ++i) write(line(i));
  }

 private:
  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return lines_.size();
  }
  std::string line(std::size_t i) const {
    const std::lock_guard lock(mutex_);
    return i < lines_.size() ? lines_[i] : "";
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::deque<std::string> lines_;  // guarded by mutex_
};
