// Rejected: timeout "a pause holds up nobody else"
//
// Tempting: what blocks was the sending, and that is in the pool.
//
// Wrong: the pause blocks, too. All coroutines of the loop stand still for it.
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
    for (int tries = 1;; ++tries) {
      try {
        co_await workbook::run_in_pool(pool, try_it);
        break;
      } catch (const std::exception&) {
        if (tries == most_tries) throw;
        note("again: " + line);
      }
      std::this_thread::sleep_for(pause);
    }
    note("sent: " + line);
  }
}
