// Rejected: assert "every schedule: after stop nothing can be popped"
//
// Tempting: take the jobs out, then call close(), which is there already. Each
// has the lock while it needs it.
//
// Wrong: between the two, a producer pushes one more. The queue takes it, stop
// does not return it, and somebody pops it after the end.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <vector>

// Jobs on their way between threads, at most `capacity` of them.
class JobQueue {
 public:
  explicit JobQueue(std::size_t capacity) : capacity_(capacity) {}

  // Waits until there is room. Returns whether the job was taken: not after the
  // end.
  bool push(int job);

  // Waits until there is a job, and takes the oldest. Returns nothing after the
  // end.
  std::optional<int> pop();

  // The end: no more jobs are taken. What is in the queue can still be popped.
  void close();

  // The end, at once: no more jobs are taken, and none can be popped. Returns
  // those that were in the queue.
  std::vector<int> stop();

 private:
  const std::size_t capacity_;
  std::mutex mutex_;  // guards all that follows
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
  std::deque<int> jobs_;
  bool is_closed_ = false;
};

inline bool JobQueue::push(int job) {
  std::unique_lock lock(mutex_);
  not_full_.wait(lock, [&] { return is_closed_ || jobs_.size() < capacity_; });
  if (is_closed_) return false;
  jobs_.push_back(job);
  not_empty_.notify_one();
  return true;
}

inline std::optional<int> JobQueue::pop() {
  std::unique_lock lock(mutex_);
  not_empty_.wait(lock, [&] { return is_closed_ || !jobs_.empty(); });
  if (jobs_.empty()) return std::nullopt;
  const int job = jobs_.front();
  jobs_.pop_front();
  not_full_.notify_one();
  return job;
}

inline void JobQueue::close() {
  const std::lock_guard lock(mutex_);
  is_closed_ = true;
  not_full_.notify_all();
  not_empty_.notify_all();
}

inline std::vector<int> JobQueue::stop() {
  std::vector<int> rest;
  {
    const std::lock_guard lock(mutex_);
    rest.assign(jobs_.begin(), jobs_.end());
    jobs_.clear();
  }
  close();
  return rest;
}
