#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "11-porting-to-async/line_buffer.hpp"
#include "workbook/unique_fd.hpp"

namespace workbook {

// Lines to and from the other end of a socket. Its functions block the thread
// that calls them. One thread at a time, but for hang_up().
class Connection {
 public:
  // A line that takes longer than `limit`, to come or to go, is an error.
  Connection(UniqueFd socket, std::chrono::milliseconds limit);

  // Waits for a line; nothing when the other side has left. Throws
  // ProtocolError when the line is too long or takes too long,
  // std::system_error when the connection is broken.
  std::optional<std::string> receive();

  // Sends it, waiting until the system has taken all of it. Throws
  // std::system_error when the other side has left, or does not read.
  void send(std::string_view text);

  // Sends it as the last thing, and waits until the other side leaves or
  // farewell_limit has passed.
  void send_last(std::string_view text);

  // Ends the waiting of whichever thread waits here, as if the other side had
  // left. From any thread.
  void hang_up();

  // Nothing comes or goes any more.
  void close() { socket_.reset(); }

 private:
  UniqueFd socket_;
  std::chrono::milliseconds limit_;
  LineBuffer lines_;
};

}  // namespace workbook
