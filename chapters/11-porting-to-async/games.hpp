#pragma once

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <vector>

#include "11-porting-to-async/client_session.hpp"

namespace workbook {

// What the sections `threaded` and `async` play.
constexpr std::array<Game, 3> games = {{
    {.lo = 1, .hi = 5, .secret = 3},
    {.lo = 10, .hi = 15, .secret = 12},
    {.lo = 1, .hi = 3, .secret = 2},
}};

// How long a client waits for a guess.
constexpr std::chrono::milliseconds patience = std::chrono::seconds(10);

inline void print_game(const Game& game, const std::vector<Turn>& turns) {
  fmt::print("{} to {}, the secret is {}:", game.lo, game.hi, game.secret);
  const char* separator = " ";
  for (const Turn& turn : turns) {
    fmt::print("{}{} {}", separator, turn.guess, name_of(turn.outcome));
    separator = ", ";
  }
  fmt::print("\n");
}

}  // namespace workbook
