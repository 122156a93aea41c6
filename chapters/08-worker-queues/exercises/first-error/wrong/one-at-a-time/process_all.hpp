// Rejected: deadlock "2 workers work at the same time"
//
// Tempting: look whether something has failed, work, keep the error: all of it
// under the lock, and nothing can come between.
//
// Wrong: whoever works has the lock, and all others wait for it. There are
// several threads, and one of them works.
#pragma once

#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "05-queues/closable_queue.hpp"

using workbook::ClosableQueue;

// Calls work(item) for each item, in `workers` threads that take the items from
// a queue with room for one. After the first error no further item is begun;
// then, when all threads have ended, it throws what the first error threw.
template <typename Work>
void process_all(const std::vector<int>& items, std::size_t workers,
                 const Work& work) {
  ClosableQueue<int> queue(1);
  std::mutex mutex;
  std::exception_ptr error;  // the first; guarded by mutex
  const auto serve = [&] {
    while (const std::optional<int> item = queue.pop()) {
      const std::lock_guard lock(mutex);
      if (error) return;
      try {
        work(*item);
      } catch (...) {
        if (!error) error = std::current_exception();
        queue.close();  // the producer may be waiting for room
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < workers; ++i) threads.emplace_back(serve);
    for (const int item : items) {
      if (!queue.push(item)) break;
    }
    queue.close();
  }  // joins
  if (error) std::rethrow_exception(error);
}
