// Rejected: deadlock "every schedule: two pops get the two parts"
//
// Tempting: the number of parts is atomic, so it can be raised without the
// lock, and who sleeps is woken at once.
//
// Wrong: a machine looks at the number (0), and before it is asleep the number
// becomes 1 and the wake-up is sent. Nobody is there to hear it. The change
// that is waited for has to be made under the lock.
#pragma once

#include <atomic>
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
  std::atomic<int> count_ = 0;
};

inline void PartsQueue::push(int part) {
  {
    const std::lock_guard lock(mutex_);
    parts_.push_back(part);
  }
  ++count_;
  changed_.notify_all();
}

inline int PartsQueue::pop() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return count_ >= 1; });
  const int part = parts_.front();
  parts_.pop_front();
  count_ -= 1;
  return part;
}

inline std::pair<int, int> PartsQueue::pop_pair() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return count_ >= 2; });
  const std::pair<int, int> pair(parts_[0], parts_[1]);
  parts_.erase(parts_.begin(), parts_.begin() + 2);
  count_ -= 2;
  return pair;
}
