#pragma once

#include <asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include "11-porting-to-async/protocol.hpp"

// The guesses of a server, one after the other. `server` has send() and
// receive(), like workbook::AsyncConnection, and outlives this.
//
//   Guesses guesses(server, 1, 5);
//   while (auto guess = co_await guesses.next()) guesses.report(judge(*guess));
template <typename Server>
class Guesses {
 public:
  Guesses(Server& server, std::int64_t lo, std::int64_t hi)
      : server_(server), lo_(lo), hi_(hi) {}

  // Waits for the next guess; nothing after the right one. Throws ProtocolError
  // for an answer that is no number, std::runtime_error when the server leaves.
  asio::awaitable<std::optional<std::int64_t>> next() {
    // TODO: send what is to be said, and the question, in one piece.
    // TODO: wait for the answer, and make a number of it.
    // TODO: after the right guess, say so, and return nothing from then on.
    co_return std::nullopt;
  }

  // What became of the guess; without it, it is Unsure. The server is told when
  // next() is called.
  void report(workbook::Outcome outcome) {
    // TODO: remember it.
    static_cast<void>(outcome);
  }

 private:
  Server& server_;
  std::int64_t lo_;
  std::int64_t hi_;
};
