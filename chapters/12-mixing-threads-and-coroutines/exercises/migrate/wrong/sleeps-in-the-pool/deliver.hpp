// Rejected: timeout "a pause holds up nobody else"
//
// Tempting: sleep_for blocks, and what blocks goes to the pool.
//
// Wrong: it keeps a thread of the pool, for nothing. When as many wait as the
// pool has threads, nobody can send. A coroutine has timers to wait with.
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
  for (const std::string& line : lines) {
    const auto try_it = [&] { send(line); };
    const auto sleep = [&] { std::this_thread::sleep_for(pause); };
    for (int tries = 1;; ++tries) {
      try {
        co_await workbook::run_in_pool(pool, try_it);
        break;
      } catch (const std::exception&) {
        if (tries == most_tries) throw;
        note("again: " + line);
      }
      co_await workbook::run_in_pool(pool, sleep);
    }
    note("sent: " + line);
  }
}
