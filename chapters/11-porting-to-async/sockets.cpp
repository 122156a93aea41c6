#include "11-porting-to-async/sockets.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <charconv>
#include <memory>
#include <stdexcept>

#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

constexpr int kept_bytes = 16 * 1024;  // by the system, each way

using AddressInfo = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

AddressInfo look_up(const Address& address, int flags,
                    const std::string& operation) {
  addrinfo hints = {};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error =
      ::getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(),
                    &hints, &found);
  if (error == EAI_SYSTEM) throw_errno(operation);
  if (error != 0)
    throw std::runtime_error(operation + ": " + ::gai_strerror(error));
  return {found, ::freeaddrinfo};
}

// The first of the addresses with which `use` works; throws the error of the
// last.
template <typename Use>
UniqueFd first_that_works(const AddressInfo& addresses,
                          const std::string& operation, Use use) {
  int error = 0;
  for (const addrinfo* each = addresses.get(); each != nullptr;
       each = each->ai_next) {
    UniqueFd socket(
        ::socket(each->ai_family, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP));
    if (socket && use(socket.get(), *each)) return socket;
    error = errno;
  }
  throw_errno(operation, error);
}

}  // namespace

std::string Address::text() const {
  const bool is_v6 = host.find(':') != std::string::npos;
  return (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Address parse_address(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  std::string host = text.substr(0, std::min(colon, text.size()));
  const bool in_brackets = host.starts_with('[') && host.ends_with(']');
  if (in_brackets) host = host.substr(1, host.size() - 2);
  const bool has_host =
      !host.empty() && (in_brackets || host.find(':') == std::string::npos);

  std::uint16_t port = 0;
  const char* first = text.data() + std::min(colon + 1, text.size());
  const char* last = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(first, last, port);
  if (colon == std::string::npos || !has_host || error != std::errc() ||
      stopped != last)
    throw std::invalid_argument(
        "an address is HOST:PORT, like 127.0.0.1:7000, not '" + text + "'");
  return {host, port};
}

UniqueFd listen_on(const Address& address) {
  const std::string operation = "listen on " + address.text();
  const auto use = [](int socket, const addrinfo& where) {
    // Clients' sockets inherit these: a client that does not read cannot make
    // the system keep megabytes for it.
    for (const int option : {SO_RCVBUF, SO_SNDBUF})
      ::setsockopt(socket, SOL_SOCKET, option, &kept_bytes, sizeof kept_bytes);
    const int yes = 1;  // a server that is started again gets its port again
    return ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) ==
               0 &&
           ::bind(socket, where.ai_addr, where.ai_addrlen) == 0 &&
           ::listen(socket, SOMAXCONN) == 0;
  };
  return first_that_works(look_up(address, AI_PASSIVE, operation), operation,
                          use);
}

UniqueFd connect_to(const Address& address) {
  const std::string operation = "connect to " + address.text();
  const auto use = [](int socket, const addrinfo& where) {
    return ::connect(socket, where.ai_addr, where.ai_addrlen) == 0;
  };
  return first_that_works(look_up(address, 0, operation), operation, use);
}

std::uint16_t port_of(const UniqueFd& socket) {
  sockaddr_storage address = {};
  socklen_t size = sizeof address;
  check_errno(
      ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size),
      "getsockname");
  return ntohs(address.ss_family == AF_INET6
                   ? reinterpret_cast<sockaddr_in6&>(address).sin6_port
                   : reinterpret_cast<sockaddr_in&>(address).sin_port);
}

void send_at_once(int socket) {
  const int yes = 1;
  check_errno(::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes),
              "setsockopt TCP_NODELAY");
}

std::size_t allow_many_files() {
  rlimit limit = {};
  check_errno(::getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
  limit.rlim_cur = limit.rlim_max;
  check_errno(::setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
  return limit.rlim_cur;
}

}  // namespace workbook
