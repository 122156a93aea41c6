#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace workbook {

// A thread pool as it is written in many places: a queue of std::function, a
// condition variable, a packaged_task for each job. It is correct, and it is
// here to be measured: ThreadPool is what to use.
class TextbookPool {
 public:
  explicit TextbookPool(std::size_t workers) {
    for (std::size_t i = 0; i < workers; ++i)
      workers_.emplace_back([this] { work(); });
  }
  TextbookPool(const TextbookPool&) = delete;
  TextbookPool& operator=(const TextbookPool&) = delete;

  // Runs what was submitted, and joins.
  ~TextbookPool() {
    {
      const std::lock_guard lock(mutex_);
      is_closed_ = true;
    }
    not_empty_.notify_all();
    workers_.clear();
  }

  // #region submit
  template <typename F>
  std::future<std::invoke_result_t<F&>> submit(F function) {
    // std::function wants to be copied, and a packaged_task cannot be.
    const auto task =
        std::make_shared<std::packaged_task<std::invoke_result_t<F&>()>>(
            std::move(function));
    auto result = task->get_future();
    {
      const std::lock_guard lock(mutex_);
      jobs_.emplace_back([task] { (*task)(); });
    }
    not_empty_.notify_one();
    return result;
  }
  // #endregion submit

 private:
  void work() {
    for (;;) {
      std::function<void()> job;
      {
        std::unique_lock lock(mutex_);
        not_empty_.wait(lock, [&] { return is_closed_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        job = std::move(jobs_.front());
        jobs_.pop_front();
      }
      job();
    }
  }

  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::deque<std::function<void()>> jobs_;  // guarded by mutex_
  bool is_closed_ = false;                  // guarded by mutex_
  std::vector<std::jthread> workers_;       // set by the constructor
};

}  // namespace workbook
