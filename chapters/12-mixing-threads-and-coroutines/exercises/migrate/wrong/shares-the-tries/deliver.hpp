// Rejected: assert "each line has three tries of its own"
//
// Tempting: the count is declared with the timer, before the loops. With one
// line that fails, it is right.
//
// Wrong: it is never set back. All lines together have two failures, and then
// the next one ends the delivery.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "12-mixing-threads-and-coroutines/bridges.hpp"

// Sends a line to the collector. It blocks, and throws when that has failed.
using Send = std::function<void(const std::string& line)>;

// Notes what became of a line. It has no lock: only the thread of the loop may
// call it.
using Note = std::function<void(const std::string& what)>;

constexpr int most_tries = 3;  // for each line

// Sends the lines, one after the other. A line that fails is tried again after
// a pause. Throws what its last try threw.
inline asio::awaitable<void> deliver(asio::thread_pool& pool,
                                     std::vector<std::string> lines, Send send,
                                     Note note,
                                     std::chrono::nanoseconds pause) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  int tries = 1;
  for (const std::string& line : lines) {
    const auto try_it = [&] { send(line); };
    for (;; ++tries) {
      try {
        co_await workbook::run_in_pool(pool, try_it);
        break;
      } catch (const std::exception&) {
        if (tries == most_tries) throw;
        note("again: " + line);
      }
      timer.expires_after(pause);
      co_await timer.async_wait(asio::use_awaitable);
    }
    note("sent: " + line);
  }
}
