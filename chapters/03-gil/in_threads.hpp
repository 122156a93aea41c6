#pragma once

#include <thread>
#include <vector>

#include "03-gil/gil.hpp"
#include "03-gil/gil_guards.hpp"

namespace workbook {

// Calls work(0), work(1) ... in `threads` threads and returns when all are
// done. With a lock, which each of them must take first, nobody has it before
// all of them wait for it.
template <typename Work>
void in_threads(int threads, Gil* gil, Work work) {
  std::vector<std::jthread> started;
  const HoldGil hold(gil);  // released before the threads are joined
  for (int i = 0; i < threads; ++i) started.emplace_back(work, i);
  while (gil != nullptr && gil->waiting() < threads) std::this_thread::yield();
}

}  // namespace workbook
