#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <set>

#include "11-porting-to-async/protocol.hpp"

namespace workbook {

// Guesses a number from what is said about its guesses. It never guesses one
// twice, unless it was right. The same seed makes the same guesses.
class Guesser {
 public:
  // At least 1 number, lo <= hi.
  Guesser(std::int64_t lo, std::int64_t hi, std::uint64_t seed)
      : lo_(lo), hi_(hi), random_(seed) {}

  // Throws ProtocolError when no number is left, or too many were tried.
  std::int64_t guess();

  // What became of the guess. Throws ProtocolError when there is none.
  void report(Outcome outcome);

 private:
  static constexpr std::size_t most_guesses = 1'000;  // bounds the memory

  std::int64_t number_after(std::uint64_t left) const;
  void narrow(std::int64_t guess, Outcome outcome);

  std::int64_t lo_;  // the number is one from lo_ to hi_ that is not tried_
  std::int64_t hi_;
  std::set<std::int64_t> tried_;  // of these
  std::size_t guesses_ = 0;
  std::optional<std::int64_t> guess_;     // not yet reported
  std::optional<std::int64_t> reported_;  // the guess before it
  bool is_known_ = false;                 // then it is `lo_`
  // 8 bytes; a Mersenne Twister has 2,504, and a server has many sessions.
  std::linear_congruential_engine<std::uint64_t, 6364136223846793005,
                                  1442695040888963407, 0>
      random_;
};

inline std::int64_t Guesser::guess() {
  if (is_known_) return *(guess_ = lo_);
  const auto left =
      lo_ > hi_ ? 0 : static_cast<std::uint64_t>(hi_ - lo_) + 1 - tried_.size();
  if (left == 0) throw ProtocolError("no number is left that could be it");
  if (++guesses_ > most_guesses)
    throw ProtocolError("that was not it " + std::to_string(most_guesses) +
                        " times");
  std::uniform_int_distribution<std::uint64_t> any(0, left - 1);
  guess_ = number_after(any(random_));
  tried_.insert(*guess_);
  return *guess_;
}

inline void Guesser::report(Outcome outcome) {
  if (!guess_) throw ProtocolError("REPORT needs a guess: send NUMBER first");
  const std::int64_t guess = *guess_;
  guess_.reset();
  if (outcome == Outcome::correct) {
    is_known_ = true;
    lo_ = hi_ = guess;
  } else {
    narrow(guess, outcome);
  }
  reported_ = guess;
}

// The number that has so many untried ones below it.
inline std::int64_t Guesser::number_after(std::uint64_t left) const {
  std::int64_t number = lo_ + static_cast<std::int64_t>(left);
  for (const std::int64_t tried : tried_) number += tried <= number ? 1 : 0;
  return number;
}

// Warmer than the guess before it: the number is on this side of the middle
// between the two. Same: it is the middle.
inline void Guesser::narrow(std::int64_t guess, Outcome outcome) {
  if (outcome == Outcome::unsure || !reported_ || *reported_ == guess) return;
  const std::int64_t lower = std::min(guess, *reported_);
  const std::int64_t upper = std::max(guess, *reported_);
  const std::int64_t middle = lower + (upper - lower) / 2;
  const bool is_exact = (upper - lower) % 2 == 0;
  const bool is_upper = (outcome == Outcome::warmer) == (guess == upper);
  if (outcome == Outcome::same) {
    lo_ = std::max(lo_, is_exact ? middle : middle + 1);
    hi_ = std::min(hi_, middle);
  } else if (is_upper) {
    lo_ = std::max(lo_, middle + 1);
  } else {
    hi_ = std::min(hi_, is_exact ? middle - 1 : middle);
  }
  std::erase_if(tried_, [&](std::int64_t n) { return n < lo_ || n > hi_; });
}

}  // namespace workbook
