#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "14-green-threads/dns_message.hpp"
#include "14-green-threads/endpoint.hpp"
#include "14-green-threads/green_loop.hpp"

namespace workbook {

// A name that was not resolved. Its text names it and says why.
struct ResolveError : std::runtime_error {
  ResolveError(const std::string& name, const std::string& reason)
      : std::runtime_error(name + ": " + reason), why(reason) {}

  std::string why;
};

struct ResolveOptions {
  int tries = 3;
  // How long the first try waits for an answer. Each further one waits twice as
  // long as the one before.
  std::chrono::milliseconds patience{100};
};

// Asks `server` for the IPv4 addresses of `name`, over UDP. Called in a green
// thread, and lets the others run while it waits. Replies that belong to
// another question and those that break the format are thrown away.
//
// Throws ResolveError when the server says that there is no such name, that it
// cannot tell, or that the reply is too large for a datagram; when the name has
// no address; or when no good reply came after the last try. Throws
// std::system_error when nobody is there to be asked, and std::invalid_argument
// if `name` is no host name.
std::vector<Ipv4> resolve(GreenLoop& loop, const Endpoint& server,
                          const std::string& name, ResolveOptions options = {});

// What is wrong with `reply` as the answer to `question`; empty if nothing is.
// A wrong one is no reason to give up: anybody may send one.
std::string why_not_mine(const DnsMessage& reply, const DnsMessage& question);

}  // namespace workbook
