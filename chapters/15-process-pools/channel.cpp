#include "15-process-pools/channel.hpp"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "15-process-pools/reader.hpp"
#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

int flags(Channel::Wait wait) {
  return MSG_NOSIGNAL | (wait == Channel::Wait::no ? MSG_DONTWAIT : 0);
}

}  // namespace

std::pair<UniqueFd, UniqueFd> socket_pair(int type) {
  std::array<int, 2> ends{};
  check_errno(::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends.data()),
              "socketpair");
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

// #region push
void Channel::push(std::string_view message) {
  const std::uint64_t length = message.size();
  if (length > longest)
    throw std::length_error("a message of over 1 GiB cannot be sent");
  out_.append(reinterpret_cast<const char*>(&length), sizeof(length));
  out_.append(message);
}

bool Channel::flush(Wait wait) {
  while (has_unsent()) {
    const ssize_t count = ::send(socket_.get(), out_.data() + sent_,
                                 out_.size() - sent_, flags(wait));
    if (count >= 0) {
      sent_ += static_cast<std::size_t>(count);
    } else if (errno == EAGAIN) {
      return true;
    } else if (errno == EPIPE || errno == ECONNRESET) {
      return false;
    } else if (errno != EINTR) {
      throw_errno("send");
    }
  }
  out_.clear();
  sent_ = 0;
  return true;
}
// #endregion push

std::optional<std::size_t> Channel::fill(Wait wait) {
  in_.erase(0, std::exchange(taken_, 0));
  std::array<char, 64 * 1024> buffer;  // NOLINT: written before it is read
  for (;;) {
    const ssize_t count =
        ::recv(socket_.get(), buffer.data(), buffer.size(), flags(wait));
    if (count > 0) {
      in_.append(buffer.data(), static_cast<std::size_t>(count));
      return static_cast<std::size_t>(count);
    }
    if (count == 0 || errno == ECONNRESET) return std::nullopt;
    if (errno == EAGAIN) return 0;
    if (errno != EINTR) throw_errno("recv");
  }
}

// #region next
std::optional<std::string_view> Channel::next() {
  const std::string_view come = std::string_view(in_).substr(taken_);
  std::uint64_t length = 0;
  if (come.size() < sizeof(length)) return std::nullopt;
  std::memcpy(&length, come.data(), sizeof(length));
  if (length > longest) throw BadMessage("a message cannot be that long");
  if (come.size() - sizeof(length) < length) return std::nullopt;
  taken_ += sizeof(length) + length;
  return come.substr(sizeof(length), length);
}
// #endregion next

std::optional<std::string_view> Channel::receive() {
  for (;;) {
    if (const auto message = next()) return message;
    if (!fill(Wait::yes)) return std::nullopt;
  }
}

}  // namespace workbook
