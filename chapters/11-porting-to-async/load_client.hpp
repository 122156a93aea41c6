#pragma once

#include <cstdint>
#include <vector>

#include "workbook/unique_fd.hpp"

namespace workbook {

// Many clients at once, in one thread; what they cost is small beside what the
// server costs, and the same for each server.
struct Load {
  std::size_t clients = 50;            // at once
  std::size_t sessions_each = 1;       // one after the other
  std::size_t games_each_session = 1;  // likewise
};

struct Served {
  std::size_t sessions = 0;
  std::size_t games = 0;
  std::size_t guesses = 0;
  double seconds = 0;
};

// Plays against the server at 127.0.0.1:port until all games are won: numbers
// from 1 to 10. Throws when the server breaks the rules, or hangs up.
Served play_many(std::uint16_t port, const Load& load);

// So many clients that have begun a game, got a first guess, and now think.
std::vector<UniqueFd> hold_sessions(std::uint16_t port, std::size_t count);

}  // namespace workbook
