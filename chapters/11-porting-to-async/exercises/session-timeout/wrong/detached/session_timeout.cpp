// Rejected: timeout "a session that waits for its client is ended by the limit"
//
// Tempting: let the session run by itself, and wait for the time; whoever is
// first, wins.
//
// Wrong: the time is told and the session still runs, with a socket that its
// owner may destroy. And nobody hears what it throws.
#include "session_timeout.hpp"

#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <memory>
#include <system_error>
#include <utility>

asio::awaitable<bool> with_limit(asio::ip::tcp::socket& client,
                                 std::chrono::nanoseconds limit,
                                 asio::awaitable<void> session) {
  const auto timer =
      std::make_shared<asio::steady_timer>(client.get_executor(), limit);
  const auto is_over = std::make_shared<bool>(false);
  asio::co_spawn(client.get_executor(), std::move(session),
                 [timer, is_over](const std::exception_ptr&) {
                   *is_over = true;
                   timer->cancel();
                 });
  std::error_code cancelled;
  co_await timer->async_wait(
      asio::redirect_error(asio::use_awaitable, cancelled));
  co_return *is_over;
}
