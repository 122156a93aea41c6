// Rejected: timeout "when the session has ended the limit keeps nobody waiting"
//
// Tempting: the handler is told in `state` that the session is over, so the
// timer needs no further care. It is kept alive for its handler.
//
// Wrong: the loop has something to wait for until the time is over, and so has
// whoever waits for the loop.
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
  const auto timer =
      std::make_shared<asio::steady_timer>(client.get_executor(), limit);
  timer->async_wait([state, timer, &client](const std::error_code& cancelled) {
    if (cancelled || state->is_over) return;
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
