// Rejected: timeout "so is one that does not give up easily"
//
// Tempting: cancel() ends the waiting, and leaves the socket as it is.
//
// Wrong: it ends what waits now. A session that tries again waits again, and
// there is no second limit.
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
    client.cancel(ignored);
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
