// Rejected: assert "what the last try threw comes out"
//
// Tempting: the loop of tries has its limit in its head, as loops should, and
// the catch block needs no condition.
//
// Wrong: after the last try it goes on to the note, and says that the line was
// sent.
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
  for (const std::string& line : lines) {
    const auto try_it = [&] { send(line); };
    for (int tries = 1; tries <= most_tries; ++tries) {
      try {
        co_await workbook::run_in_pool(pool, try_it);
        break;
      } catch (const std::exception&) {
        note("again: " + line);
      }
      timer.expires_after(pause);
      co_await timer.async_wait(asio::use_awaitable);
    }
    note("sent: " + line);
  }
}
