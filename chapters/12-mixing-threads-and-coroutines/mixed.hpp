#pragma once

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/thread_pool.hpp>
#include <cstddef>

#include "12-mixing-threads-and-coroutines/bridges.hpp"
#include "12-mixing-threads-and-coroutines/follow.hpp"

namespace workbook {

// From the top: a loop that owns the merged file. The followers still block, in
// threads of a pool; to write, they call back into the loop, and wait. Each
// keeps a thread to its end, so `threads` is not to be less than there are
// files.
// #region merge
inline asio::awaitable<void> write_piece(Merge& merge, const Tail& tail,
                                         const Piece& piece) {
  merge.write(tail, piece);
  co_return;
}

inline void merge_mixed(Merge& merge, const Paths& files, std::size_t threads) {
  asio::io_context loop(1);  // one thread runs it
  asio::thread_pool pool(threads);
  const Write write = [&](const Tail& tail, const Piece& piece) {
    post_and_wait(loop, write_piece(merge, tail, piece));
  };
  for (const auto& file : files) {
    const auto follow_it = [&merge, &write, file] {
      follow_blocking(merge, file, write);
    };
    asio::co_spawn(loop, run_in_pool(pool, follow_it), merge.outcome());
  }
  loop.run();
}
// #endregion merge

inline void merge_mixed(Merge& merge, const Paths& files) {
  merge_mixed(merge, files, files.size());
}

}  // namespace workbook
