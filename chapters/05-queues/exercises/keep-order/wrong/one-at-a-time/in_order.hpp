// Rejected: timeout "two workers work at the same time"
//
// Tempting: take, compute and push under one lock, and nothing can get out of
// order.
//
// Wrong: nothing can, because only one worker works. The others wait for the
// lock.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "05-queues/closable_queue.hpp"

using workbook::ClosableQueue;

// Passes the items of `in` through `function`, `workers` at a time, and pushes
// the results to `out` in the order of the items. Returns when `in` is closed
// and drained, and all results are in `out`.
inline void in_order(std::size_t workers,
                     const std::function<int(int)>& function,
                     ClosableQueue<int>& in, ClosableQueue<int>& out) {
  std::mutex mutex;
  const auto work = [&] {
    while (true) {
      const std::lock_guard lock(mutex);
      const std::optional<int> item = in.pop();
      if (!item) return;
      out.push(function(*item));
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < workers; ++i) threads.emplace_back(work);
}
