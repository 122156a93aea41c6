// Rejected: assert "a report is about one guess and the next is Unsure again"
//
// Tempting: Unsure is what is said as long as nobody has reported, so it is
// needed after the first guess.
//
// Wrong: what was reported about one guess is then said about the next ones,
// and the server looks for the number where it is not.
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
      : server_(server),
        to_say_("PARAMS " + std::to_string(lo) + " " + std::to_string(hi)) {}

  // Waits for the next guess; nothing after the right one. Throws ProtocolError
  // for an answer that is no number, std::runtime_error when the server leaves.
  asio::awaitable<std::optional<std::int64_t>> next() {
    if (is_over_) co_return std::nullopt;
    is_over_ = is_right_;
    co_await server_.send(to_say_ + (is_right_ ? "\nCLEAR\n" : "\nNUMBER\n"));
    if (is_over_) co_return std::nullopt;

    if (to_say_.starts_with("PARAMS")) report(workbook::Outcome::unsure);
    const std::optional<std::string> line = co_await server_.receive();
    if (!line) throw std::runtime_error("the server has left");
    const std::optional<std::int64_t> guess = workbook::to_whole_number(*line);
    if (!guess) throw workbook::ProtocolError("no number: " + *line);
    co_return guess;
  }

  // What became of the guess; without it, it is Unsure. The server is told when
  // next() is called.
  void report(workbook::Outcome outcome) {
    is_right_ = outcome == workbook::Outcome::correct;
    to_say_ = "REPORT ";
    to_say_ += workbook::name_of(outcome);
  }

 private:
  Server& server_;
  std::string to_say_;     // before the next question
  bool is_right_ = false;  // the last guess
  bool is_over_ = false;   // and the server knows
};
