#pragma once

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
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<int> parts_;  // guarded by mutex_
};

inline void PartsQueue::push(int part) {
  const std::lock_guard lock(mutex_);
  parts_.push_back(part);
  // TODO: who should hear of it?
}

inline int PartsQueue::pop() {
  const std::lock_guard lock(mutex_);
  // TODO: wait
  if (parts_.empty()) throw std::logic_error("pop: there is no part");
  const int part = parts_.front();
  parts_.pop_front();
  return part;
}

inline std::pair<int, int> PartsQueue::pop_pair() {
  const std::lock_guard lock(mutex_);
  // TODO: wait
  if (parts_.size() < 2) throw std::logic_error("pop_pair: there are no two");
  const std::pair<int, int> pair(parts_[0], parts_[1]);
  parts_.erase(parts_.begin(), parts_.begin() + 2);
  return pair;
}
