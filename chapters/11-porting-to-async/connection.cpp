#include "11-porting-to-async/connection.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <array>

#include "11-porting-to-async/sockets.hpp"
#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

using std::chrono::steady_clock;

// recv() and send() give up after this time, with EAGAIN.
void limit_waits(int socket, std::chrono::milliseconds limit) {
  const timeval time = {.tv_sec = limit.count() / 1000,
                        .tv_usec = limit.count() % 1000 * 1000};
  for (const int option : {SO_RCVTIMEO, SO_SNDTIMEO})
    check_errno(::setsockopt(socket, SOL_SOCKET, option, &time, sizeof time),
                "setsockopt");
}

}  // namespace

Connection::Connection(UniqueFd socket, std::chrono::milliseconds limit)
    : socket_(std::move(socket)), limit_(limit) {
  limit_waits(socket_.get(), limit_);
  send_at_once(socket_.get());
}

// #region receive
std::optional<std::string> Connection::receive() {
  const auto deadline = steady_clock::now() + limit_;
  for (;;) {
    if (std::optional<std::string> line = lines_.next()) return line;
    const auto room = lines_.room();
    const ssize_t count = ::recv(socket_.get(), room.data(), room.size(), 0);
    if (count == 0) return std::nullopt;
    if (steady_clock::now() > deadline || (count < 0 && errno == EAGAIN))
      throw ProtocolError(fmt::format("no line within {} ms", limit_.count()));
    if (count < 0 && errno == EINTR) continue;
    lines_.add(static_cast<std::size_t>(check_errno(count, "receive")));
  }
}
// #endregion receive

// #region send
void Connection::send(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count =
        ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) throw_errno("send", ETIMEDOUT);
    text.remove_prefix(static_cast<std::size_t>(check_errno(count, "send")));
  }
}
// #endregion send

// #region send-last
void Connection::send_last(std::string_view text) {
  send(text);
  ::shutdown(socket_.get(), SHUT_WR);
  limit_waits(socket_.get(), farewell_limit);
  const auto deadline = steady_clock::now() + farewell_limit;
  std::array<char, 4096> dropped;
  while (::recv(socket_.get(), dropped.data(), dropped.size(), 0) > 0 &&
         steady_clock::now() < deadline) {
  }
}
// #endregion send-last

void Connection::hang_up() { ::shutdown(socket_.get(), SHUT_RDWR); }

}  // namespace workbook
