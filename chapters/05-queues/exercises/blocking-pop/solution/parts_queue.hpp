#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
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
  changed_.notify_all();
}

inline int PartsQueue::pop() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !parts_.empty(); });
  const int part = parts_.front();
  parts_.pop_front();
  return part;
}

inline std::pair<int, int> PartsQueue::pop_pair() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return parts_.size() >= 2; });
  const std::pair<int, int> pair(parts_[0], parts_[1]);
  parts_.erase(parts_.begin(), parts_.begin() + 2);
  return pair;
}
