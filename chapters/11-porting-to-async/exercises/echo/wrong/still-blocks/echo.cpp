// Rejected: timeout "a client that says nothing keeps nobody else waiting"
//
// Tempting: the function is a coroutine now, and read_some() is the call that
// is most like recv().
//
// Wrong: it blocks like recv(), and with it the only thread, and all sessions.
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
    const std::size_t count = client.read_some(asio::buffer(buffer), error);
    if (error == asio::error::eof) co_return;
    if (error) throw std::system_error(error, "receive");
    co_await asio::async_write(client, asio::buffer(buffer, count),
                               asio::use_awaitable);
  }
}
