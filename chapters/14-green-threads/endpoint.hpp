#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <string>

#include "workbook/unique_fd.hpp"

namespace workbook {

// Where a datagram goes to, or comes from.
struct Endpoint {
  sockaddr_storage address{};
  socklen_t size = sizeof address;

  const sockaddr* get() const {
    return reinterpret_cast<const sockaddr*>(&address);
  }
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&address); }
};

// Reads "HOST:PORT", with the host a number, IPv6 in brackets: 192.0.2.1:53,
// [2001:db8::1]:53. Throws UsageError that names `what`.
Endpoint to_endpoint(const std::string& text, const std::string& what);

std::string to_text(const Endpoint& endpoint);

// A UDP socket that never blocks and that children do not inherit. Throws
// std::system_error.
UniqueFd bind_to_loopback();  // on 127.0.0.1, on a port that is free
UniqueFd connect_to(const Endpoint& server);

// Where a socket is bound to.
Endpoint local_endpoint(const UniqueFd& socket);

}  // namespace workbook
