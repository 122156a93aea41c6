// Rejected: deadlock "every schedule: a single part goes to the one that can use it"
//
// Tempting: one part has come, so one machine has to wake up. Anything more is
// a waste.
//
// Wrong: two kinds of machines wait on this condition. When the one wake-up
// reaches a machine for pairs and there is one part, it goes back to sleep, and
// the other one never hears of its part.
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
  changed_.notify_one();
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
