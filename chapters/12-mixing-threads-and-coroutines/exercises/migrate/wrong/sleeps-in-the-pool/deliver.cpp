// Rejected: timeout "a pause holds up nobody else"
//
// Tempting: sleep_for blocks, and what blocks goes to the pool.
//
// Wrong: it keeps a thread of the pool, for nothing. When as many wait as the
// pool has threads, nobody can send. A coroutine has timers to wait with.
#include "deliver.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <thread>

#include "12-mixing-threads-and-coroutines/bridges.hpp"

asio::awaitable<void> deliver(asio::thread_pool& pool,
                              std::vector<std::string> lines, Send send,
                              Note note, std::chrono::nanoseconds pause) {
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
