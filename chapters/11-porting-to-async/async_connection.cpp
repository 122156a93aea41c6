#include "11-porting-to-async/async_connection.hpp"

#include <fmt/format.h>

#include <array>
#include <asio/buffer.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <system_error>

#include "11-porting-to-async/sockets.hpp"

namespace workbook {

using std::chrono::steady_clock;

AsyncConnection::AsyncConnection(asio::ip::tcp::socket socket,
                                 std::chrono::milliseconds limit)
    : socket_(std::move(socket)), limit_(limit) {
  send_at_once(socket_.native_handle());
}

// #region receive
asio::awaitable<std::optional<std::string>> AsyncConnection::receive() {
  std::optional<std::string> line = lines_.next();
  if (!line) begin_wait(limit_);
  while (!line) {
    const auto room = lines_.room();
    std::error_code error;
    const std::size_t count = co_await socket_.async_read_some(
        asio::buffer(room.data(), room.size()),
        asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::eof) co_return std::nullopt;
    if (is_late_)
      throw ProtocolError(fmt::format("no line within {} ms", limit_.count()));
    if (error) throw std::system_error(error, "receive");
    lines_.add(count);
    line = lines_.next();
  }
  co_return line;
}
// #endregion receive

// #region send
asio::awaitable<void> AsyncConnection::send(std::string text) {
  std::error_code error;
  begin_wait(limit_);
  co_await asio::async_write(socket_, asio::buffer(text),
                             asio::redirect_error(asio::use_awaitable, error));
  if (is_late_) error = std::make_error_code(std::errc::timed_out);
  if (error) throw std::system_error(error, "send");
}
// #endregion send

asio::awaitable<void> AsyncConnection::send_last(std::string text) {
  co_await send(std::move(text));
  std::error_code error;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, error);
  begin_wait(farewell_limit);
  std::array<char, 1024> dropped;
  while (!error && !is_late_) {
    co_await socket_.async_read_some(
        asio::buffer(dropped),
        asio::redirect_error(asio::use_awaitable, error));
  }
}

// #region late
void AsyncConnection::begin_wait(std::chrono::milliseconds limit) {
  deadline_ = steady_clock::now() + limit;
  is_late_ = false;
}

void AsyncConnection::hang_up_if_late() {
  if (steady_clock::now() < deadline_) return;
  is_late_ = true;
  std::error_code ignored;  // then it is not open, and nobody waits
  socket_.cancel(ignored);
}
// #endregion late

void AsyncConnection::hang_up() {
  std::error_code ignored;
  socket_.close(ignored);
}

}  // namespace workbook
