// Rejected: assert "when the session has ended by throwing the limit does nothing"
//
// Tempting: what is thrown on leaves the function, and that destroys the timer.
//
// Wrong: a handler that is due already is called all the same. The session is
// over in either case, and the handler has to be told in both.
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
    if (cancelled || state->is_over) return;
    state->is_late = true;
    std::error_code ignored;
    client.close(ignored);
  });

  try {
    co_await std::move(session);
  } catch (...) {
    if (!state->is_late) throw;
  }
  state->is_over = true;
  co_return !state->is_late;
}
