// Rejected: assert "when the session has ended a limit that was due does nothing"
//
// Tempting: the timer is cancelled when it is destroyed, so its handler sees an
// error and does nothing.
//
// Wrong: not if the time was over already, and the handler waits for its turn.
// It is called without an error, and closes a socket that is used for something
// else by now.
#include "session_timeout.hpp"

#include <asio/steady_timer.hpp>
#include <memory>
#include <system_error>
#include <utility>

asio::awaitable<bool> with_limit(asio::ip::tcp::socket& client,
                                 std::chrono::nanoseconds limit,
                                 asio::awaitable<void> session) {
  struct State {
    bool is_over = false;
    bool is_late = false;
  };
  // The handler may still be called when this coroutine is gone.
  const auto state = std::make_shared<State>();
  asio::steady_timer timer(client.get_executor(), limit);
  timer.async_wait([state, &client](const std::error_code& cancelled) {
    if (cancelled) return;
    state->is_late = true;
    std::error_code ignored;
    client.close(ignored);
  });

  try {
    co_await std::move(session);
  } catch (...) {
    state->is_over = true;
    if (!state->is_late) throw;
  }
  state->is_over = true;
  co_return !state->is_late;
}
