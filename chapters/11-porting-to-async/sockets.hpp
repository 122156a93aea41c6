#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "workbook/unique_fd.hpp"

namespace workbook {

// Where a server listens: "127.0.0.1:7000", "localhost:7000" or "[::1]:7000".
struct Address {
  std::string host;
  std::uint16_t port;

  std::string text() const;
};

// Throws std::invalid_argument, whose text says what is wrong with it.
Address parse_address(const std::string& text);

// A socket that waits for clients. Port 0: any that is free. Throws
// std::runtime_error like
//   listen on 127.0.0.1:7000: Address already in use
UniqueFd listen_on(const Address& address);

// A connection to a server; throws likewise. It waits as long as the system
// does for one that does not answer.
UniqueFd connect_to(const Address& address);

// The port that a socket of ours has.
std::uint16_t port_of(const UniqueFd& socket);

// Has the system send each piece when it is written (TCP_NODELAY).
void send_at_once(int socket);

// Lets this process open as many files as its administrator allows (the hard
// limit), and returns that number.
std::size_t allow_many_files();

// What both servers are told.
struct ServerOptions {
  Address address = {"127.0.0.1", 0};
  std::uint64_t seed = 1;  // of the guesses; the same makes the same
  // How long a line, or the sending of an answer, may take.
  std::chrono::milliseconds limit = std::chrono::seconds(30);
  // Called with a line about each session that ends badly; from the threads of
  // the server, one at a time. Must not throw.
  std::function<void(std::string_view)> log = [](std::string_view) {};
};

// How long a client that was sent ERROR may take to read it and to leave.
constexpr std::chrono::milliseconds farewell_limit(1000);

// How long a server that cannot take a client, because it has too many files
// open, waits until it tries again.
constexpr std::chrono::milliseconds accept_pause(50);

}  // namespace workbook
