// Rejected: assert "a worker that finds the queue empty again waits again"
//
// Tempting: the condition variable was notified, so there is a job.
//
// Wrong: there was one. Another worker may have taken it before this one had
// the lock.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "workbook/move_only_function.hpp"

// A pool of threads that run what is submitted, in that order. Its destructor
// runs what was submitted, and joins.
class Pool {
 public:
  explicit Pool(std::size_t workers) {
    for (std::size_t i = 0; i < workers; ++i)
      workers_.emplace_back([this] { work(); });
  }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool() {
    {
      const std::lock_guard lock(mutex_);
      is_closed_ = true;
    }
    changed_.notify_all();
    workers_.clear();  // joins
  }

  // Has a worker call `function()`. What that returns or throws comes out of
  // the future.
  template <typename F>
  std::future<std::invoke_result_t<F&>> submit(F function) {
    std::packaged_task<std::invoke_result_t<F&>()> task(std::move(function));
    std::future<std::invoke_result_t<F&>> result = task.get_future();
    {
      const std::lock_guard lock(mutex_);
      jobs_.emplace_back(std::move(task));
    }
    changed_.notify_one();
    return result;
  }

 private:
  // What a worker does: runs jobs until the pool is closed and none is left.
  void work() {
    for (;;) {
      workbook::MoveOnlyFunction<void()> job;
      {
        std::unique_lock lock(mutex_);
        if (jobs_.empty() && !is_closed_) changed_.wait(lock);
        if (jobs_.empty() && is_closed_) return;
        job = std::move(jobs_.front());
        jobs_.pop_front();
      }
      job();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;  // a job was added, or the pool closed
  std::deque<workbook::MoveOnlyFunction<void()>> jobs_;  // guarded by mutex_
  bool is_closed_ = false;                               // guarded by mutex_
  std::vector<std::jthread> workers_;
};
