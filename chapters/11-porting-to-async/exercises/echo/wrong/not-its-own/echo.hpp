// Rejected: assert "a session that has not begun owns its socket already"
//
// Tempting: a socket cannot be copied, so take a reference and save the move.
//
// Wrong: a coroutine copies its parameters into its frame, and of a reference
// that is the reference. When the session begins, the socket may be gone.
#pragma once

#include <array>
#include <asio/awaitable.hpp>
#include <asio/buffer.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <system_error>

// Sends back what the client says, until it has no more to say. Throws
// std::system_error when the connection breaks.
inline asio::awaitable<void> echo(asio::ip::tcp::socket&& client) {
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
