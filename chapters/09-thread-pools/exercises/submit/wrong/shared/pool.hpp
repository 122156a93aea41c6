// Rejected: compile "use of deleted function"
//
// Tempting: a lambda that is copied along with its shared_ptr goes into any
// queue, also into one of std::function.
//
// Wrong: here the function itself is copied into it, and a function that owns
// something cannot be copied.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <future>
#include <memory>
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
    auto task =
        std::make_shared<std::packaged_task<std::invoke_result_t<F&>()>>(
            [function] { return function(); });
    auto result = task->get_future();
    {
      const std::lock_guard lock(mutex_);
      jobs_.emplace_back([task] { (*task)(); });
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
        changed_.wait(lock, [&] { return is_closed_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
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
