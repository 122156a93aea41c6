#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "11-porting-to-async/guesser.hpp"

namespace workbook {

// The server's side of a session: what to answer to what. It knows nothing of
// sockets, threads or coroutines.
//
//   ServerSession session(seed);
//   session.answer("PARAMS 1 5");  // ""
//   session.answer("NUMBER");      // "4\n"
class ServerSession {
 public:
  // The same seed makes the same guesses.
  explicit ServerSession(std::uint64_t seed) : seed_(seed) {}

  // Takes a line of the client. Returns what to send to it: a line, or nothing.
  // Throws ProtocolError when the line is against the rules.
  std::string answer(std::string_view line);

 private:
  void begin(std::string_view numbers);
  void report(std::string_view outcome);

  std::uint64_t seed_;
  std::optional<Guesser> guesser_;  // while a game goes on
};

// #region answer
inline std::string ServerSession::answer(std::string_view line) {
  const std::size_t blank = std::min(line.find(' '), line.size());
  const std::string_view command = line.substr(0, blank);
  const std::string_view rest = line.substr(std::min(blank + 1, line.size()));

  if (command == "PARAMS") {
    begin(rest);
  } else if (command == "REPORT") {
    report(rest);
  } else if (line == "NUMBER") {
    if (!guesser_)
      throw ProtocolError("NUMBER needs a game: send PARAMS first");
    return std::to_string(guesser_->guess()) + "\n";
  } else if (line == "CLEAR") {
    guesser_.reset();
  } else {
    throw ProtocolError("unknown command " + quoted(line));
  }
  return "";
}
// #endregion answer

inline void ServerSession::begin(std::string_view numbers) {
  const std::size_t blank = std::min(numbers.find(' '), numbers.size());
  const auto lo = to_whole_number(numbers.substr(0, blank));
  const auto hi =
      to_whole_number(numbers.substr(std::min(blank + 1, numbers.size())));
  if (!lo || !hi)
    throw ProtocolError("PARAMS takes two whole numbers, not " +
                        quoted(numbers));
  if (*lo > *hi)
    throw ProtocolError("PARAMS takes the lower number first, not " +
                        quoted(numbers));
  guesser_.emplace(*lo, *hi, seed_++);  // the next game is another one
}

inline void ServerSession::report(std::string_view outcome) {
  const auto* const name = std::ranges::find(outcome_names, outcome);
  if (name == outcome_names.end())
    throw ProtocolError(
        "REPORT takes Warmer, Colder, Same, Unsure or Correct, "
        "not " +
        quoted(outcome));
  if (!guesser_) throw ProtocolError("REPORT needs a game: send PARAMS first");
  guesser_->report(static_cast<Outcome>(name - outcome_names.begin()));
}

}  // namespace workbook
