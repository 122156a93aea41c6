// Rejected: deadlock "a worker that is free takes from what is left"
//
// Tempting: each worker gets its share of the indices beforehand; nothing is
// shared, so nothing needs a lock.
//
// Wrong: shares are not equally heavy. Here one index waits for the others of
// its share, which nobody else may take.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <future>
#include <mutex>
#include <vector>

#include "09-thread-pools/thread_pool.hpp"

using workbook::ThreadPool;

// Calls body(i) for each i from `first` up to, and without, `last`, on the
// workers of `pool`, and returns when no call is going on any more. After a
// call that throws no further one begins, and its exception is thrown here.
template <typename Body>
void parallel_for(ThreadPool& pool, long first, long last, const Body& body) {
  std::mutex mutex;
  std::exception_ptr error;  // guarded by mutex
  std::atomic<bool> has_failed = false;
  const long count = std::min(last - first, static_cast<long>(pool.size()));
  std::vector<std::future<void>> jobs;
  for (long share = 0; share < count; ++share) {
    const long from = first + (last - first) * share / count;
    const long to = first + (last - first) * (share + 1) / count;
    jobs.push_back(pool.submit([&, from, to] {
      for (long i = from; i < to && !has_failed; ++i) {
        try {
          body(i);
        } catch (...) {
          has_failed = true;
          const std::lock_guard lock(mutex);
          if (!error) error = std::current_exception();
        }
      }
    }));
  }
  for (std::future<void>& job : jobs) job.wait();
  if (error) std::rethrow_exception(error);
}
