// Rejected: assert "it throws when no item is being worked on"
//
// Tempting: as soon as push is refused, something has failed: throw.
//
// Wrong: the other workers are still at it, and use what belongs to the caller.
#pragma once

#include <cstddef>
#include <exception>
#include <memory>
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
  struct Shared {
    ClosableQueue<int> queue{1};
    std::mutex mutex;
    std::exception_ptr error;  // guarded by mutex
  };
  const auto shared = std::make_shared<Shared>();
  const auto has_failed = [](Shared& state) {
    const std::lock_guard lock(state.mutex);
    return state.error;
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < workers; ++i) {
    threads.emplace_back([shared, has_failed, work] {
      while (const std::optional<int> item = shared->queue.pop()) {
        if (has_failed(*shared)) return;
        try {
          work(*item);
        } catch (...) {
          const std::lock_guard lock(shared->mutex);
          if (!shared->error) shared->error = std::current_exception();
          shared->queue.close();
        }
      }
    });
  }
  for (const int item : items) {
    if (!shared->queue.push(item)) break;
  }
  shared->queue.close();
  if (const std::exception_ptr error = has_failed(*shared)) {
    for (std::thread& thread : threads) thread.detach();
    std::rethrow_exception(error);
  }
  for (std::thread& thread : threads) thread.join();
  if (const std::exception_ptr error = has_failed(*shared))
    std::rethrow_exception(error);
}
