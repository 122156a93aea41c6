// Rejected: timeout "a client that does not read keeps nobody else waiting"
//
// Tempting: asio::write() sends all, like send_all(), and what a client says is
// so short that the system takes it at once.
//
// Wrong: until a client does not read. Then it blocks the only thread, and all
// sessions.
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
    if (error == asio::error::eof) co_return;
    if (error) throw std::system_error(error, "receive");
    asio::write(client, asio::buffer(buffer, count));
  }
}
