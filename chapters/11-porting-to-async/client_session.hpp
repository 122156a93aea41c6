#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "11-porting-to-async/protocol.hpp"

namespace workbook {

// lo <= secret <= hi.
struct Game {
  std::int64_t lo;
  std::int64_t hi;
  std::int64_t secret;
};

// One guess of the server, and what became of it.
struct Turn {
  std::int64_t guess;
  Outcome outcome;

  bool operator==(const Turn&) const = default;
};

// The client's side of one game. Like the server's, it knows nothing of how
// lines travel.
//
//   ClientSession session({.lo = 1, .hi = 5, .secret = 3});
//   send(session.start());
//   while (!session.is_over()) send(session.answer(receive()));
class ClientSession {
 public:
  explicit ClientSession(const Game& game) : game_(game) {}

  // What to send first.
  std::string start() const;

  // Takes a line of the server, returns what to send next. Throws ProtocolError
  // when it is no guess.
  std::string answer(std::string_view line);

  bool is_over() const {
    return !turns_.empty() && turns_.back().outcome == Outcome::correct;
  }
  const std::vector<Turn>& turns() const { return turns_; }

 private:
  Outcome compare(std::int64_t guess) const;

  Game game_;
  std::vector<Turn> turns_;
};

inline std::string ClientSession::start() const {
  return "PARAMS " + std::to_string(game_.lo) + " " + std::to_string(game_.hi) +
         "\nNUMBER\n";
}

// #region answer
inline std::string ClientSession::answer(std::string_view line) {
  if (line.starts_with("ERROR"))
    throw ProtocolError("the server says " + quoted(line, 200));
  const std::optional<std::int64_t> guess = to_whole_number(line);
  if (!guess || *guess < game_.lo || *guess > game_.hi)
    throw ProtocolError("the server sent " + quoted(line) + " for a guess");

  turns_.push_back({*guess, compare(*guess)});
  std::string report = "REPORT ";
  report += name_of(turns_.back().outcome);
  return report + (is_over() ? "\nCLEAR\n" : "\nNUMBER\n");  // one turn
}
// #endregion answer

inline Outcome ClientSession::compare(std::int64_t guess) const {
  const auto distance = [&](std::int64_t number) {
    return number < game_.secret ? game_.secret - number
                                 : number - game_.secret;
  };
  if (guess == game_.secret) return Outcome::correct;
  if (turns_.empty()) return Outcome::unsure;
  const std::int64_t before = distance(turns_.back().guess);
  if (distance(guess) == before) return Outcome::same;
  return distance(guess) < before ? Outcome::warmer : Outcome::colder;
}

}  // namespace workbook
