// Rejected: assert "after an exception no further call begins"
//
// Tempting: each call is caught for itself, and the first exception is thrown
// in the end. Nothing is lost.
//
// Wrong: a million calls go on whose results nobody will see.
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
  std::atomic<long> next = first;
  std::mutex mutex;
  std::exception_ptr error;  // the first; guarded by mutex
  const auto take_indices = [&] {
    for (long i = next++; i < last; i = next++) {
      try {
        body(i);
      } catch (...) {
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
