// Rejected: assert "it hands over one job for each worker"
//
// Tempting: a job for each index: submit all, wait for all.
//
// Wrong: each job costs more than many a body does, and an exception comes too
// late to stop those that are queued.
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
  std::vector<std::future<void>> jobs;
  for (long i = first; i < last; ++i)
    jobs.push_back(pool.submit([&body, i] { body(i); }));
  for (std::future<void>& job : jobs) job.wait();
  for (std::future<void>& job : jobs) job.get();
}
