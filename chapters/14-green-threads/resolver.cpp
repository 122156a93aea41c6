#include "14-green-threads/resolver.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <array>
#include <cerrno>
#include <optional>
#include <random>

#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

constexpr std::size_t largest_datagram = 65'535;  // bytes

// Hard to guess, so that a stranger cannot answer for the server.
std::uint16_t random_id() {
  static std::random_device device;
  return static_cast<std::uint16_t>(device());
}

// The next datagram, or nothing if there is none yet.
std::optional<std::string> receive(const UniqueFd& socket) {
  thread_local std::array<char, largest_datagram>
      buffer;  // too large for a stack
  const ssize_t size = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
  if (size >= 0)
    return std::string(buffer.data(), static_cast<std::size_t>(size));
  if (errno == EAGAIN || errno == EINTR) return std::nullopt;
  throw_errno("ask the server");
}

// One question, and what came of it.
class Asking {
 public:
  Asking(GreenLoop& loop, const Endpoint& server, const std::string& name)
      : loop_(loop), socket_(connect_to(server)) {
    question_.id = random_id();
    question_.question = to_host_name(name);
  }

  // #region ask
  // Sends the question and returns the answer, or nothing if none came in time.
  std::optional<DnsMessage> ask(std::chrono::milliseconds patience) {
    const std::string bytes = encode(question_);
    check_errno(::send(socket_.get(), bytes.data(), bytes.size(), 0),
                "ask the server");
    const GreenLoop::Time limit = loop_.now() + patience;
    while (loop_.wait_for(socket_.get(), POLLIN, limit)) {
      const std::optional<std::string> datagram = receive(socket_);
      if (!datagram) continue;
      try {
        DnsMessage reply = decode(*datagram);
        refused_ = why_not_mine(reply, question_);
        if (refused_.empty()) return reply;
      } catch (const DnsFormatError& error) {
        refused_ = error.what();
      }
    }
    return std::nullopt;
  }
  // #endregion ask

  const std::string& name() const { return question_.question; }

  // Why the last reply was thrown away; empty if none was.
  const std::string& refused() const { return refused_; }

 private:
  GreenLoop& loop_;
  const UniqueFd socket_;
  DnsMessage question_;
  std::string refused_;
};

std::string why_failed(const DnsMessage& reply) {
  if (reply.is_truncated) return "the answer is too large for a datagram";
  switch (reply.status) {
    case DnsStatus::ok:
      return "";
    case DnsStatus::no_such_name:
      return "no such name";
    case DnsStatus::server_failure:
      return "the server could not find out";
    case DnsStatus::refused:
      return "the server refused to answer";
    case DnsStatus::format_error:
    case DnsStatus::not_implemented:
      break;
  }
  return fmt::format("the server answered with error {}",
                     static_cast<int>(reply.status));
}

}  // namespace

std::string why_not_mine(const DnsMessage& reply, const DnsMessage& question) {
  if (!reply.is_reply) return "a reply is no reply";
  if (reply.id != question.id) return "a reply has a wrong id";
  if (reply.question != question.question)
    return "a reply is to another question";
  return "";
}

// #region resolve
std::vector<Ipv4> resolve(GreenLoop& loop, const Endpoint& server,
                          const std::string& name, ResolveOptions options) {
  Asking asking(loop, server, name);
  const auto fail = [&](const std::string& why) {
    throw ResolveError(asking.name(), why);
  };
  std::chrono::milliseconds patience = options.patience;
  for (int i = 0; i < options.tries; ++i, patience *= 2) {
    const std::optional<DnsMessage> reply = asking.ask(patience);
    if (!reply) continue;
    if (const std::string why = why_failed(*reply); !why.empty()) fail(why);
    std::vector<Ipv4> addresses = addresses_of(asking.name(), reply->records);
    if (addresses.empty()) fail("it has no IPv4 address");
    return addresses;
  }
  fail(asking.refused().empty() ? "no answer"
                                : "no good answer: " + asking.refused());
  return {};
}
// #endregion resolve

}  // namespace workbook
