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
    // TODO: make of `function` something that gives you a future and that the
    // queue can hold.
    // TODO: put it into the queue, wake a worker, and return the future.
    // This here runs it in the thread that calls get():
    return std::async(std::launch::deferred, std::move(function));
  }

 private:
  // What a worker does: runs jobs until the pool is closed and none is left.
  void work() {
    // TODO: wait until there is a job or the pool is closed.
    // TODO: take the first job and run it; end when there is none and the pool
    // is closed.
  }

  std::mutex mutex_;
  std::condition_variable changed_;  // a job was added, or the pool closed
  std::deque<workbook::MoveOnlyFunction<void()>> jobs_;  // guarded by mutex_
  bool is_closed_ = false;                               // guarded by mutex_
  std::vector<std::jthread> workers_;
};
