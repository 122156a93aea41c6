#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "workbook/unique_fd.hpp"

namespace workbook {

// Two sockets that are connected with each other; neither is inherited by
// chance. `type` is SOCK_STREAM or SOCK_SEQPACKET. Source: POSIX socketpair.
std::pair<UniqueFd, UniqueFd> socket_pair(int type);

// Messages through a stream socket, of any size: before each goes its length.
// What is to be sent and what has come waits in memory, so that it can be used
// without waiting too. Not for two threads at once.
class Channel {
 public:
  enum class Wait { no, yes };

  static constexpr std::uint64_t longest = 1U << 30U;  // bytes of a message

  explicit Channel(UniqueFd socket) : socket_(std::move(socket)) {}

  int fd() const { return socket_.get(); }

  // #region channel
  // Puts a message behind those that are to be sent. Throws std::length_error
  // when it is longer than `longest`.
  void push(std::string_view message);

  // Sends what is to be sent; without waiting, as much as goes. Returns false
  // when the other side has gone.
  bool flush(Wait wait);
  bool has_unsent() const { return sent_ < out_.size(); }

  // Reads what has come, once; returns how many bytes, 0 when there are none
  // yet, and nothing when none will ever come.
  std::optional<std::size_t> fill(Wait wait);

  // The next message that has come as a whole, valid until the next fill().
  // Throws BadMessage when its length cannot be meant.
  std::optional<std::string_view> next();

  // Waits for the next message; nothing when the other side has gone.
  std::optional<std::string_view> receive();
  // #endregion channel

 private:
  UniqueFd socket_;
  std::string out_;
  std::size_t sent_ = 0;  // of out_
  std::string in_;
  std::size_t taken_ = 0;  // of in_, by next()
};

}  // namespace workbook
