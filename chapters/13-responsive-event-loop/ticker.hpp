#pragma once

#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>

#include "13-responsive-event-loop/latencies.hpp"

namespace workbook {

constexpr std::chrono::milliseconds tick_interval(1);

// #region tick
// Is due every millisecond, whatever happens, and notes how late it is each
// time. After a hold-up all that became due in the meantime come at once, each
// with its own lateness. Ends when the flag is set and none is overdue.
inline asio::awaitable<void> tick(Latencies& latencies, const bool& is_done) {
  using Clock = std::chrono::steady_clock;
  asio::steady_timer timer(co_await asio::this_coro::executor);
  auto due = Clock::now() + tick_interval;
  while (!is_done || due <= Clock::now()) {
    timer.expires_at(due);
    co_await timer.async_wait(asio::use_awaitable);
    latencies.add(Clock::now() - due);
    due += tick_interval;
  }
}
// #endregion tick

// #region tick-naively
// Asks for a millisecond, and asks again when it has been given one. Whatever
// happens, it is late once.
inline asio::awaitable<void> tick_naively(Latencies& latencies,
                                          const bool& is_done) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (!is_done) {
    const auto due = std::chrono::steady_clock::now() + tick_interval;
    timer.expires_at(due);
    co_await timer.async_wait(asio::use_awaitable);
    latencies.add(std::chrono::steady_clock::now() - due);
  }
}
// #endregion tick-naively

}  // namespace workbook
