#include "14-green-threads/dns_server.hpp"

#include <poll.h>

#include <array>
#include <optional>

#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

constexpr std::size_t largest_question = 512;  // bytes
constexpr Ipv4 false_address = {{6, 6, 6, 6}};

DnsMessage to_reply(const DnsMessage& question, const DnsBehavior& behavior) {
  DnsMessage reply = question;
  reply.is_reply = true;
  reply.status = behavior.status;
  reply.is_truncated = behavior.is_truncated;
  std::string owner = question.question;
  if (!behavior.alias.empty()) {
    reply.records.push_back({owner, DnsType::cname, {}, behavior.alias});
    owner = behavior.alias;
  }
  for (const Ipv4 address : behavior.addresses)
    reply.records.push_back({owner, DnsType::a, address, {}});
  return reply;
}

std::string to_bytes(Lie lie, const DnsMessage& question) {
  const std::string name = question.question;
  DnsMessage reply = to_reply(question, {.addresses = {false_address}});
  switch (lie) {
    case Lie::wrong_id:
      ++reply.id;
      break;
    case Lie::wrong_question:
      reply.question = "bank.test";
      break;
    case Lie::question:
      return encode(question);
    case Lie::pointer_loop: {
      constexpr std::size_t name_at = 12;  // behind the numbers
      std::string bytes = encode(reply);
      bytes.replace(name_at, name.size() + 2, "\xc0\x0c", 2);
      return bytes;
    }
    case Lie::cut_short: {
      const std::string bytes = encode(reply);
      return bytes.substr(0, bytes.size() - 2);
    }
  }
  return encode(reply);
}

std::optional<DnsMessage> to_question(std::string_view bytes) {
  try {
    DnsMessage message = decode(bytes);
    if (!message.is_reply) return message;
  } catch (const DnsFormatError&) {  // a server need not answer that
  }
  return std::nullopt;
}

}  // namespace

void DnsServer::serve(GreenLoop& loop) {
  for (;;) {
    loop.wait_for(socket_.get(), POLLIN);
    std::array<char, largest_question> buffer{};
    Endpoint client;
    const ssize_t size = ::recvfrom(socket_.get(), buffer.data(), buffer.size(),
                                    0, client.get(), &client.size);
    if (size == -1) continue;
    const auto question =
        to_question({buffer.data(), static_cast<std::size_t>(size)});
    if (!question) continue;
    loop.spawn([this, &loop, client, question = *question,
                count = ++asked_[question->question]] {
      const auto found = names_.find(question.question);
      const DnsBehavior behavior =
          found == names_.end() ? DnsBehavior{.status = DnsStatus::no_such_name}
                                : found->second;
      if (behavior.is_silent || count <= behavior.drops) return;
      for (const Lie lie : behavior.lies) send(client, to_bytes(lie, question));
      loop.sleep_for(behavior.delay);
      send(client, encode(to_reply(question, behavior)));
    });
  }
}

// A client that is gone is no error of the server.
void DnsServer::send(const Endpoint& client, const std::string& bytes) const {
  ::sendto(socket_.get(), bytes.data(), bytes.size(), 0, client.get(),
           client.size);
}

int DnsServer::asked_for(const std::string& name) const {
  const auto found = asked_.find(name);
  return found == asked_.end() ? 0 : found->second;
}

}  // namespace workbook
