// Rejected: assert "after an exception the other workers begin no call either"
//
// Tempting: what leaves the job is carried by its future: wait for all of them,
// then ask each.
//
// Wrong: it ends the loop of one worker. The others know nothing of it, and
// call the body for all that is left.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <future>
#include <vector>

#include "09-thread-pools/thread_pool.hpp"

using workbook::ThreadPool;

// Calls body(i) for each i from `first` up to, and without, `last`, on the
// workers of `pool`, and returns when no call is going on any more. After a
// call that throws no further one begins, and its exception is thrown here.
template <typename Body>
void parallel_for(ThreadPool& pool, long first, long last, const Body& body) {
  std::atomic<long> next = first;
  const auto take_indices = [&] {
    for (long i = next++; i < last; i = next++) body(i);
  };
  std::vector<std::future<void>> jobs;
  const long count = std::min(last - first, static_cast<long>(pool.size()));
  for (long i = 0; i < count; ++i) jobs.push_back(pool.submit(take_indices));
  for (std::future<void>& job : jobs) job.wait();
  for (std::future<void>& job : jobs) job.get();
}
