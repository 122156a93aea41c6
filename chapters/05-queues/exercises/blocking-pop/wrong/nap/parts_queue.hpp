// Rejected: assert "pop sleeps until there is a part"
//
// Tempting: look, and if there is nothing, nap for a millisecond without the
// lock and look again. No wake-up can be lost.
//
// Wrong: it wakes up a thousand times a second to learn nothing, and a part
// that comes waits for the end of the nap.
#pragma once

#include <chrono>
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
  static void nap(std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
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
  while (parts_.empty()) nap(lock);
  const int part = parts_.front();
  parts_.pop_front();
  return part;
}

inline std::pair<int, int> PartsQueue::pop_pair() {
  std::unique_lock lock(mutex_);
  while (parts_.size() < 2) nap(lock);
  const std::pair<int, int> pair(parts_[0], parts_[1]);
  parts_.erase(parts_.begin(), parts_.begin() + 2);
  return pair;
}
