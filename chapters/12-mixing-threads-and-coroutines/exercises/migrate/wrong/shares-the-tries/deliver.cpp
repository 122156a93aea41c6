// Rejected: assert "each line has three tries of its own"
//
// Tempting: the count is declared with the timer, before the loops. With one
// line that fails, it is right.
//
// Wrong: it is never set back. All lines together have two failures, and then
// the next one ends the delivery.
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
