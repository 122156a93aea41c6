#pragma once

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "11-porting-to-async/line_buffer.hpp"

namespace workbook {

// Lines to and from the other end of a socket. Its functions are coroutines:
// while one waits, its thread does something else. All on one thread.
class AsyncConnection {
 public:
  // A line that takes longer than `limit`, to come or to go, is an error for
  // whoever calls hang_up_if_late() often enough.
  AsyncConnection(asio::ip::tcp::socket socket,
                  std::chrono::milliseconds limit);

  // Waits for a line; nothing when the other side has left. Throws
  // ProtocolError when the line is too long or takes too long,
  // std::system_error when the connection is broken.
  asio::awaitable<std::optional<std::string>> receive();

  // Sends it, waiting until the system has taken all of it. Throws
  // std::system_error when the other side has left, or does not read.
  asio::awaitable<void> send(std::string text);

  // Sends it as the last thing, and waits until the other side leaves or
  // farewell_limit has passed.
  asio::awaitable<void> send_last(std::string text);

  // Ends the waiting here, if it takes longer than it may.
  void hang_up_if_late();

  // Ends it in any case, as if the connection broke.
  void hang_up();

 private:
  void begin_wait(std::chrono::milliseconds limit);

  asio::ip::tcp::socket socket_;
  std::chrono::milliseconds limit_;
  std::chrono::steady_clock::time_point deadline_;  // of the present wait
  bool is_late_ = false;                            // it was cancelled
  LineBuffer lines_;
};

}  // namespace workbook
