// Rejected: race "each index is called once"
//
// Tempting: a counter that every worker moves on by one.
//
// Wrong: two workers read it before either writes it, and both call the body
// for the same index.
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
  long next = first;
  std::mutex mutex;
  std::exception_ptr error;  // the first; guarded by mutex
  const auto take_indices = [&] {
    for (long i = next++; i < last; i = next++) {
      try {
        body(i);
      } catch (...) {
        next = last;  // none left
        const std::lock_guard lock(mutex);
        if (!error) error = std::current_exception();
      }
    }
  };
  std::vector<std::future<void>> jobs;
  const long count = std::min(last - first, static_cast<long>(pool.size()));
  for (long i = 0; i < count; ++i) jobs.push_back(pool.submit(take_indices));
  for (std::future<void>& job : jobs) job.wait();
  if (error) std::rethrow_exception(error);
}
