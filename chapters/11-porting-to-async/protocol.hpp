#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace workbook {

// #region commands
// The guessing game, one command a line. The client knows a secret number, and
// the server guesses it:
//
//   PARAMS lo hi     a new game: the secret lies between lo and hi
//   NUMBER           asks for a guess; the answer is a line with a number
//   REPORT outcome   what became of that guess: Correct; Warmer, Colder or Same
//                    (beside the guess before it); Unsure
//   CLEAR            the game is over
//
// Only NUMBER is answered. Whoever breaks these rules is sent one line,
// `ERROR why`, and the session ends.
// #endregion commands

// The other side broke the rules; its text says which.
struct ProtocolError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

constexpr std::size_t longest_line = 1024;  // bytes, without the line's end
constexpr std::int64_t largest_number = 1'000'000'000'000'000'000;

enum class Outcome { unsure, warmer, colder, same, correct };

constexpr std::array<std::string_view, 5> outcome_names = {
    "Unsure", "Warmer", "Colder", "Same", "Correct"};

inline std::string_view name_of(Outcome outcome) {
  return outcome_names.at(static_cast<std::size_t>(outcome));
}

// A whole number, at most largest_number and at least -largest_number, and
// nothing else; otherwise nothing.
inline std::optional<std::int64_t> to_whole_number(std::string_view text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stopped != end || number > largest_number ||
      number < -largest_number)
    return std::nullopt;
  return number;
}

// What the other side sent, fit for a message: short, and harmless on a
// terminal.
inline std::string quoted(std::string_view text, std::size_t most = 40) {
  std::string result = "'";
  for (const char letter : text.substr(0, most))
    result += letter >= ' ' && letter <= '~' ? letter : '?';
  return result + (text.size() > most ? "...'" : "'");
}

// The line that ends a session.
inline std::string error_line(const ProtocolError& error) {
  return std::string("ERROR ") + error.what() + "\n";
}

}  // namespace workbook
