#pragma once

#include <cstddef>
#include <future>
#include <limits>
#include <memory>
#include <stdexcept>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "05-queues/closable_queue.hpp"
#include "09-thread-pools/job.hpp"

namespace workbook {

// A fixed number of threads, the workers, that run what is submitted, in the
// order of submission.
//
//   ThreadPool pool(4);
//   std::future<int> answer = pool.submit([] { return 6 * 7; });
//   fmt::print("{}\n", answer.get());
//
// A job must not wait for another job of its own pool: all workers could come
// to wait for jobs that none of them is left to run.
class ThreadPool {
 public:
  // Throws std::invalid_argument for 0 workers, std::system_error when a thread
  // cannot be started.
  explicit ThreadPool(std::size_t workers);
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  // Drains: refuses further jobs, waits until all that were submitted have been
  // run, and joins the workers.
  ~ThreadPool();

  // Has a worker run `function()`. get() of the future returns what that
  // returned, or throws what it threw. Takes functions that can only be moved.
  // A future that is dropped does not wait. Throws std::runtime_error once the
  // pool was asked to stop.
  template <typename F>
  std::future<std::invoke_result_t<F&>> submit(F function);

  // Discards: refuses further jobs, and those that no worker has begun are
  // never run; their futures throw std::future_error (broken_promise). Jobs
  // that run go on. Does not wait.
  void request_stop();

  // How many workers there are, and how many jobs that none of them has begun.
  std::size_t size() const { return workers_.size(); }
  std::size_t queued() const { return jobs_.size(); }

 private:
  ThreadPool() = default;

  // A worker that has nothing to do sleeps at once.
  ClosableQueue<std::unique_ptr<Job>> jobs_{
      std::numeric_limits<std::size_t>::max(), Waiters::no_pauses};
  std::vector<std::jthread> workers_;  // set by the constructor, then constant
};

// #region workers
// Delegates, so that when a thread cannot be started the destructor runs, and
// ends those that were.
inline ThreadPool::ThreadPool(std::size_t workers) : ThreadPool() {
  if (workers == 0) throw std::invalid_argument("a pool of 0 workers");
  for (std::size_t i = 0; i < workers; ++i) {
    workers_.emplace_back([this] {
      while (const auto job = jobs_.pop()) (*job)->run();
    });
  }
}

inline ThreadPool::~ThreadPool() {
  jobs_.close();
  workers_.clear();  // joins
}
// #endregion workers

// #region submit
template <typename F>
std::future<std::invoke_result_t<F&>> ThreadPool::submit(F function) {
  auto job = std::make_unique<PromisedJob<F>>(std::move(function));
  auto result = job->result();
  if (!jobs_.push(std::move(job)))
    throw std::runtime_error("submit: the pool was asked to stop");
  return result;
}
// #endregion submit

// #region request-stop
inline void ThreadPool::request_stop() {
  jobs_.close();
  while (jobs_.pop()) {  // a job that is destroyed unrun breaks its promise
  }
}
// #endregion request-stop

}  // namespace workbook
