// Rejected: race "lines can be looked at while others append"
//
// Tempting: it locks, and it saves a copy.
//
// Wrong: the lock is given back at the end of lines(), and the caller looks at
// the lines after that. A reference to what a mutex guards must not get out.
#pragma once

#include <cstddef>
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
    if (lines_.size() == capacity_) lines_.erase(lines_.begin());
    lines_.push_back(std::move(line));
  }

  const std::vector<std::string>& lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

  void write_to(const std::function<void(const std::string&)>& write) const {
    const std::vector<std::string> copy = lines();
    for (const std::string& line : copy) write(line);
  }

 private:
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;  // guarded by mutex_
};
