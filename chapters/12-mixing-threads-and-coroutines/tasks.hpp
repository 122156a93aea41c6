#pragma once

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/thread_pool.hpp>
#include <cstddef>

#include "12-mixing-threads-and-coroutines/follow.hpp"

namespace workbook {

// However many files there are, so many may be read at a time.
constexpr std::size_t reads_at_a_time = 2;

// A coroutine a file, all in one loop. Only the reads are done elsewhere.
// #region merge
inline void merge_in_tasks(Merge& merge, const Paths& files) {
  asio::io_context loop(1);
  asio::thread_pool pool(reads_at_a_time);
  const Write write = [&](const Tail& tail, const Piece& piece) {
    merge.write(tail, piece);
  };
  for (const auto& file : files)
    asio::co_spawn(loop, follow(merge, file, write, pool), merge.outcome());
  loop.run();
}
// #endregion merge

}  // namespace workbook
