#pragma once

#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <filesystem>
#include <functional>
#include <thread>

#include "12-mixing-threads-and-coroutines/bridges.hpp"
#include "12-mixing-threads-and-coroutines/merge.hpp"

namespace workbook {

// How a follower gets what it has read into the merged file.
using Write = std::function<void(const Tail&, const Piece&)>;

// Both follow one file until the merge is asked to end.

// #region blocking
inline void follow_blocking(Merge& merge, const std::filesystem::path& path,
                            const Write& write) {
  Tail tail = merge.tail(path);
  for (;;) {
    const Piece piece = merge.read(tail);
    if (!piece.is_empty()) write(tail, piece);
    if (piece.state == Piece::State::ended) return;
    if (piece.state == Piece::State::caught_up)
      std::this_thread::sleep_for(look_again);
  }
}
// #endregion blocking

// #region task
inline asio::awaitable<void> follow(Merge& merge, std::filesystem::path path,
                                    const Write& write,
                                    asio::thread_pool& pool) {
  Tail tail = merge.tail(path);
  asio::steady_timer timer(co_await asio::this_coro::executor);
  const auto read = [&] { return merge.read(tail); };
  for (;;) {
    const Piece piece = co_await run_in_pool(pool, read);
    if (!piece.is_empty()) write(tail, piece);
    if (piece.state == Piece::State::ended) co_return;
    if (piece.state == Piece::State::caught_up) {
      timer.expires_after(look_again);
      co_await timer.async_wait(asio::use_awaitable);
    }
  }
}
// #endregion task

}  // namespace workbook
