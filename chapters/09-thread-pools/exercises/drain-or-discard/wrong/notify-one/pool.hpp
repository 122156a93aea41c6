// Rejected: deadlock "drain ends every worker"
//
// Tempting: notify_one in submit, notify_one here: something has changed, so
// wake someone.
//
// Wrong: a new job concerns one worker, the end concerns all. Those that sleep
// on are joined for ever.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "workbook/move_only_function.hpp"

// A pool of threads that run what is submitted, and two ways to end it.
class Pool {
 public:
  explicit Pool(std::size_t workers) {
    for (std::size_t i = 0; i < workers; ++i)
      workers_.emplace_back([this] { work(); });
  }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool() { discard(); }

  // Has a worker call `function()`. Throws std::runtime_error once the pool is
  // drained or discarded.
  template <typename F>
  std::future<std::invoke_result_t<F&>> submit(F function) {
    std::packaged_task<std::invoke_result_t<F&>()> task(std::move(function));
    std::future<std::invoke_result_t<F&>> result = task.get_future();
    {
      const std::lock_guard lock(mutex_);
      if (is_closed_) throw std::runtime_error("the pool takes no more jobs");
      jobs_.emplace_back(std::move(task));
    }
    changed_.notify_one();
    return result;
  }

  // Both refuse further jobs, and return when the workers have ended; after the
  // first of them, either does nothing. A job that a worker has begun is always
  // run to its end.

  // Runs every job that was submitted.
  void drain() {
    {
      const std::lock_guard lock(mutex_);
      is_closed_ = true;
    }
    changed_.notify_one();
    workers_.clear();  // joins
  }

  // Runs no job that has not begun: its future is broken at once, not only when
  // the running ones have ended.
  void discard() {
    std::deque<workbook::MoveOnlyFunction<void()>> discarded;
    {
      const std::lock_guard lock(mutex_);
      is_closed_ = true;
      discarded.swap(jobs_);
    }
    discarded.clear();  // breaks their promises, without the lock
    changed_.notify_one();
    workers_.clear();  // joins
  }

 private:
  void work() {
    for (;;) {
      workbook::MoveOnlyFunction<void()> job;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return is_closed_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        job = std::move(jobs_.front());
        jobs_.pop_front();
      }
      job();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;  // a job was added, or is_closed_
  std::deque<workbook::MoveOnlyFunction<void()>> jobs_;  // guarded by mutex_
  bool is_closed_ = false;                               // guarded by mutex_
  std::vector<std::jthread> workers_;
};
