// Rejected: assert "a session that has not begun owns its socket already"
//
// Tempting: echo() has the socket, so what it calls needs only a reference.
//
// Wrong: echo() is no coroutine then. It makes one and returns, and its socket
// is gone: a coroutine copies its parameters into its frame, and of a reference
// that is the reference.
#include "echo.hpp"

#include <array>
#include <asio/buffer.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <system_error>

static asio::awaitable<void> send_back(asio::ip::tcp::socket& client) {
  std::array<char, 4096> buffer;
  for (;;) {
    std::error_code error;
    const std::size_t count = co_await client.async_read_some(
        asio::buffer(buffer), asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::eof) co_return;
    if (error) throw std::system_error(error, "receive");
    co_await asio::async_write(client, asio::buffer(buffer, count),
                               asio::use_awaitable);
  }
}

asio::awaitable<void> echo(asio::ip::tcp::socket client) {
  return send_back(client);
}
