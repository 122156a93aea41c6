#include "deliver.hpp"  // beside the test: Send, Note and most_tries

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <thread>

#include "12-mixing-threads-and-coroutines/bridges.hpp"

// As it was, in a thread of its own:
//
//   void deliver(const std::vector<std::string>& lines, const Send& send,
//                const Note& note, std::mutex& lock_for_note,
//                std::chrono::nanoseconds pause) {
//     for (const std::string& line : lines) {
//       for (int tries = 1;; ++tries) {
//         try {
//           send(line);
//           break;
//         } catch (const std::exception&) {
//           if (tries == most_tries) throw;
//           const std::lock_guard lock(lock_for_note);
//           note("again: " + line);
//         }
//         std::this_thread::sleep_for(pause);
//       }
//       const std::lock_guard lock(lock_for_note);
//       note("sent: " + line);
//     }
//   }

// Sends the lines, one after the other. A line that fails is tried again after
// a pause. Throws what its last try threw.
asio::awaitable<void> deliver(asio::thread_pool& pool,
                              std::vector<std::string> lines, Send send,
                              Note note, std::chrono::nanoseconds pause) {
  // TODO: port it. So far it blocks the loop, and tries each line once.
  (void)pool;
  (void)pause;
  for (const std::string& line : lines) {
    send(line);
    note("sent: " + line);
  }
  co_return;
}
