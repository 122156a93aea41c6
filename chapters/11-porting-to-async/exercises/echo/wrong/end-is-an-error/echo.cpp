// Rejected: assert "when the client has no more to say the session ends well"
//
// Tempting: with use_awaitable alone, an error becomes an exception, and the
// loop needs no check.
//
// Wrong: to Asio the end is an error, too. recv() returned 0.
#include "echo.hpp"

#include <array>
#include <asio/buffer.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <system_error>

asio::awaitable<void> echo(asio::ip::tcp::socket client) {
  std::array<char, 4096> buffer;
  for (;;) {
    const std::size_t count = co_await client.async_read_some(
        asio::buffer(buffer), asio::use_awaitable);
    co_await asio::async_write(client, asio::buffer(buffer, count),
                               asio::use_awaitable);
  }
}
