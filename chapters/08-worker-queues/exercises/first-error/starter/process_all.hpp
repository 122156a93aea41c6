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
  // TODO: this calls work in the caller. Start workers, give them the items
  // through a queue, and end it all at the first error.
  static_cast<void>(workers);
  for (const int item : items) work(item);
}
