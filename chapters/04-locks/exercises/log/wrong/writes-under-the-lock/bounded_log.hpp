// Rejected: deadlock "while lines are being written other threads go on"
//
// Tempting: no copy of the lines is needed if nobody can change them.
//
// Wrong: every thread that logs waits for a disk, and one that the disk waits
// for waits for ever.
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
    const std::lock_guard lock(mutex_);
    for (const std::string& line : lines_) write(line);
  }

 private:
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::deque<std::string> lines_;  // guarded by mutex_
};
