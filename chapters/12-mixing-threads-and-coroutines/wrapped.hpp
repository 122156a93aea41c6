#pragma once

#include <asio/thread_pool.hpp>
#include <mutex>
#include <thread>
#include <vector>

#include "12-mixing-threads-and-coroutines/bridges.hpp"
#include "12-mixing-threads-and-coroutines/follow.hpp"
#include "12-mixing-threads-and-coroutines/tasks.hpp"

namespace workbook {

// From the bottom: the followers are coroutines already, and the program around
// them has threads, as it always had. Each thread runs a loop for its
// coroutine.
// #region merge
inline void merge_wrapped(Merge& merge, const Paths& files) {
  asio::thread_pool pool(reads_at_a_time);
  std::mutex output;
  const Write write = [&](const Tail& tail, const Piece& piece) {
    const std::lock_guard lock(output);
    merge.write(tail, piece);
  };
  std::vector<std::jthread> threads;
  merge.attempt([&] {
    for (const auto& file : files) {
      threads.emplace_back([&merge, &write, &pool, file] {
        merge.attempt(
            [&] { run_to_completion(follow(merge, file, write, pool)); });
      });
    }
  });
}
// #endregion merge

}  // namespace workbook
