#include "14-green-threads/endpoint.hpp"

#include <fmt/format.h>
#include <netdb.h>

#include <array>
#include <cstring>
#include <memory>

#include "workbook/errno_error.hpp"
#include "workbook/sections.hpp"

namespace workbook {
namespace {

constexpr int usual_type = SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
constexpr long last_port = 65535;

}  // namespace

Endpoint to_endpoint(const std::string& text, const std::string& what) {
  const std::size_t colon = text.rfind(':');
  std::string host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']'))
    host = host.substr(1, host.size() - 2);
  else if (host.find(':') != std::string::npos)
    host.clear();  // IPv6 without brackets
  if (colon == std::string::npos || host.empty())
    throw UsageError(fmt::format(
        "{} is HOST:PORT, like 192.0.2.1:53 or [2001:db8::1]:53, not '{}'",
        what, text));
  const std::string port = text.substr(colon + 1);
  to_number(port, "the port in " + what, 1, last_port);

  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_DGRAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0)
    throw UsageError(fmt::format(
        "the host in {} is an address in numbers, not '{}'", what, host));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(
      found, ::freeaddrinfo);
  Endpoint endpoint;
  endpoint.size = found->ai_addrlen;
  std::memcpy(endpoint.get(), found->ai_addr, found->ai_addrlen);
  return endpoint;
}

std::string to_text(const Endpoint& endpoint) {
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> port{};
  ::getnameinfo(endpoint.get(), endpoint.size, host.data(), host.size(),
                port.data(), port.size(), NI_NUMERICHOST | NI_NUMERICSERV);
  const bool is_ipv6 = endpoint.address.ss_family == AF_INET6;
  return fmt::format("{}{}{}:{}", is_ipv6 ? "[" : "", host.data(),
                     is_ipv6 ? "]" : "", port.data());
}

UniqueFd bind_to_loopback() {
  UniqueFd socket(check_errno(::socket(AF_INET, usual_type, 0), "socket"));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  check_errno(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address),
                     sizeof address),
              "bind to 127.0.0.1");
  return socket;
}

UniqueFd connect_to(const Endpoint& server) {
  UniqueFd socket(
      check_errno(::socket(server.address.ss_family, usual_type, 0), "socket"));
  check_errno(::connect(socket.get(), server.get(), server.size),
              "connect to " + to_text(server));
  return socket;
}

Endpoint local_endpoint(const UniqueFd& socket) {
  Endpoint endpoint;
  check_errno(::getsockname(socket.get(), endpoint.get(), &endpoint.size),
              "getsockname");
  return endpoint;
}

}  // namespace workbook
