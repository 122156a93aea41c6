#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "14-green-threads/dns_message.hpp"
#include "14-green-threads/endpoint.hpp"
#include "14-green-threads/green_loop.hpp"

namespace workbook {

// What the server sends at once, ahead of its answer.
enum class Lie {
  wrong_id,        // to another question of the same name
  wrong_question,  // about another name
  question,        // the question itself
  pointer_loop,    // a name that refers to itself
  cut_short,       // half of the answer
};

// What the server does when it is asked for a name.
struct DnsBehavior {
  std::vector<Ipv4> addresses{};
  std::string alias{};                 // the addresses are those of this name
  DnsStatus status = DnsStatus::ok;    // other than ok: no addresses
  std::chrono::milliseconds delay{0};  // before it answers
  int drops = 0;                       // so many questions are lost before
  bool is_silent = false;              // all of them
  bool is_truncated = false;           // the answer is too large
  std::vector<Lie> lies{};             // all with 6.6.6.6 as address
};

// A small DNS server on 127.0.0.1 that delays, loses and lies, for the program
// and its tests. A name that it does not know does not exist.
class DnsServer {
 public:
  explicit DnsServer(std::map<std::string, DnsBehavior> names)
      : names_(std::move(names)), socket_(bind_to_loopback()) {}

  Endpoint endpoint() const { return local_endpoint(socket_); }

  // Serves, in the calling green thread, until that is stopped. Each answer is
  // a green thread of its own.
  [[noreturn]] void serve(GreenLoop& loop);

  // How often it was asked so far.
  int asked_for(const std::string& name) const;

 private:
  void send(const Endpoint& client, const std::string& bytes) const;

  const std::map<std::string, DnsBehavior> names_;
  const UniqueFd socket_;
  std::map<std::string, int> asked_;
};

}  // namespace workbook
