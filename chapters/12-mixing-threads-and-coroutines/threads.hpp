#pragma once

#include <mutex>
#include <thread>
#include <vector>

#include "12-mixing-threads-and-coroutines/follow.hpp"

namespace workbook {

// A thread a file, and one lock for the merged file.
// #region merge
inline void merge_in_threads(Merge& merge, const Paths& files) {
  std::mutex output;
  const Write write = [&](const Tail& tail, const Piece& piece) {
    const std::lock_guard lock(output);
    merge.write(tail, piece);
  };
  std::vector<std::jthread> threads;
  merge.attempt([&] {
    for (const auto& file : files) {
      threads.emplace_back([&merge, &write, file] {
        merge.attempt([&] { follow_blocking(merge, file, write); });
      });
    }
  });
}
// #endregion merge

}  // namespace workbook
