// What is said in a session, without any socket.

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "11-porting-to-async/client_session.hpp"
#include "11-porting-to-async/games.hpp"
#include "11-porting-to-async/line_buffer.hpp"
#include "11-porting-to-async/server_session.hpp"

namespace {

using namespace workbook;

// What the server answers to all these lines, up to the one that it refuses.
std::string answers(const std::vector<std::string>& lines) {
  ServerSession session(1);
  std::string result;
  try {
    for (const std::string& line : lines) result += session.answer(line);
  } catch (const ProtocolError& error) {
    result += error_line(error);
  }
  return result;
}

// Both sides of a game, and nothing between them.
std::vector<Turn> play(const Game& game, std::uint64_t seed) {
  ServerSession server(seed);
  ClientSession client(game);
  LineBuffer lines;
  std::string sent = client.start();
  while (!client.is_over()) {
    std::ranges::copy(sent, lines.room().begin());
    lines.add(sent.size());
    std::string answer;
    while (const auto line = lines.next()) answer += server.answer(*line);
    answer.pop_back();  // the line's end
    sent = client.answer(answer);
  }
  return client.turns();
}

std::vector<std::string> lines_of(const std::string& bytes, std::size_t piece) {
  LineBuffer buffer;
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto room = buffer.room();
    const std::string some =
        bytes.substr(at, std::min({piece, room.size(), bytes.size() - at}));
    std::ranges::copy(some, room.begin());
    buffer.add(some.size());
    at += some.size();
    while (const auto line = buffer.next()) lines.push_back(*line);
  }
  return lines;
}

}  // namespace

TEST_CASE("only NUMBER is answered and with a number in the range") {
  CHECK(answers({"PARAMS 7 7"}).empty());
  CHECK(answers({"PARAMS 7 7", "NUMBER"}) == "7\n");
  CHECK(answers({"PARAMS -7 -7", "NUMBER", "REPORT Unsure"}) == "-7\n");
  CHECK(answers({"PARAMS 7 7", "NUMBER", "REPORT Correct", "NUMBER",
                 "CLEAR"}) == "7\n7\n");
  CHECK(answers({"CLEAR", "CLEAR"}).empty());
  CHECK(answers({"PARAMS 1 1", "PARAMS 2 2", "NUMBER"}) == "2\n");
}

TEST_CASE("what is against the rules is refused in one clear line") {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"HELLO"}, "unknown command 'HELLO'"},
      {{""}, "unknown command ''"},
      {{"number"}, "unknown command 'number'"},
      {{"NUMBER 1"}, "unknown command 'NUMBER 1'"},
      {{"CLEAR all"}, "unknown command 'CLEAR all'"},
      {{std::string(500, 'x')},
       "unknown command '" + std::string(40, 'x') + "...'"},
      {{"\x1b[31m\x80"}, "unknown command '?[31m?'"},
      {{"PARAMS"}, "PARAMS takes two whole numbers, not ''"},
      {{"PARAMS 1"}, "PARAMS takes two whole numbers, not '1'"},
      {{"PARAMS 1 "}, "PARAMS takes two whole numbers, not '1 '"},
      {{"PARAMS 1 2 3"}, "PARAMS takes two whole numbers, not '1 2 3'"},
      {{"PARAMS one two"}, "PARAMS takes two whole numbers, not 'one two'"},
      {{"PARAMS 1.5 2"}, "PARAMS takes two whole numbers, not '1.5 2'"},
      {{"PARAMS 0x1 2"}, "PARAMS takes two whole numbers, not '0x1 2'"},
      {{"PARAMS 1 99999999999999999999"},
       "PARAMS takes two whole numbers, not '1 99999999999999999999'"},
      {{"PARAMS 5 1"}, "PARAMS takes the lower number first, not '5 1'"},
      {{"NUMBER"}, "NUMBER needs a game: send PARAMS first"},
      {{"PARAMS 1 5", "CLEAR", "NUMBER"},
       "NUMBER needs a game: send PARAMS first"},
      {{"REPORT Warmer"}, "REPORT needs a game: send PARAMS first"},
      {{"PARAMS 1 5", "REPORT Warmer"},
       "REPORT needs a guess: send NUMBER first"},
      {{"PARAMS 1 5", "REPORT Hot"},
       "REPORT takes Warmer, Colder, Same, Unsure or Correct, not 'Hot'"},
      {{"REPORT"},
       "REPORT takes Warmer, Colder, Same, Unsure or Correct, not ''"},
  };
  for (const auto& [lines, refusal] : cases)
    CHECK(answers(lines) == "ERROR " + refusal + "\n");
  CHECK(answers({"PARAMS 3 3", "NUMBER", "REPORT Unsure", "REPORT Unsure"}) ==
        "3\nERROR REPORT needs a guess: send NUMBER first\n");
}

TEST_CASE("every number is found and none is guessed twice") {
  for (std::int64_t secret = -3; secret <= 16; ++secret) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      std::set<std::int64_t> guesses;
      const std::vector<Turn> turns =
          play({.lo = -3, .hi = 16, .secret = secret}, seed);
      for (const Turn& turn : turns) guesses.insert(turn.guess);
      CHECK(guesses.size() == turns.size());
      CHECK(turns.back() == Turn{secret, Outcome::correct});
    }
  }
}

TEST_CASE("the reports are used so that a large range takes few guesses") {
  for (const std::int64_t secret :
       {-largest_number, std::int64_t{0}, largest_number - 1, largest_number}) {
    const Game game = {
        .lo = -largest_number, .hi = largest_number, .secret = secret};
    CHECK(play(game, 1).size() < 400);
  }
}

TEST_CASE("the same seed makes the same guesses and the next game others") {
  const Game game = {.lo = 1, .hi = 1'000'000, .secret = 4711};
  CHECK(play(game, 5) == play(game, 5));
  CHECK(play(game, 5) != play(game, 6));
}

TEST_CASE("a client that is never satisfied is told so") {
  const std::string refusal = "ERROR no number is left that could be it\n";
  CHECK(answers({"PARAMS 1 1", "NUMBER", "NUMBER"}) == "1\n" + refusal);
  CHECK(answers({"PARAMS 1 1", "NUMBER", "REPORT Unsure", "NUMBER"}) ==
        "1\n" + refusal);
  ServerSession session(1);
  session.answer("PARAMS 1 2000");
  for (int i = 0; i < 1'000; ++i) session.answer("NUMBER");
  CHECK_THROWS_WITH_AS(session.answer("NUMBER"), "that was not it 1000 times",
                       ProtocolError);
}

TEST_CASE("the client compares each guess with the one before it") {
  ClientSession session({.lo = 1, .hi = 20, .secret = 10});
  CHECK(session.start() == "PARAMS 1 20\nNUMBER\n");
  CHECK(session.answer("13") == "REPORT Unsure\nNUMBER\n");
  CHECK(session.answer("12") == "REPORT Warmer\nNUMBER\n");
  CHECK(session.answer("8") == "REPORT Same\nNUMBER\n");
  CHECK(session.answer("20") == "REPORT Colder\nNUMBER\n");
  CHECK_FALSE(session.is_over());
  CHECK(session.answer("10") == "REPORT Correct\nCLEAR\n");
  CHECK(session.is_over());
  CHECK(session.turns().size() == 5);
}

TEST_CASE("the client refuses what is no guess") {
  ClientSession session({.lo = 1, .hi = 5, .secret = 3});
  CHECK_THROWS_WITH(session.answer(""), "the server sent '' for a guess");
  CHECK_THROWS_WITH(session.answer("6"), "the server sent '6' for a guess");
  CHECK_THROWS_WITH(session.answer("3x"), "the server sent '3x' for a guess");
  CHECK_THROWS_WITH(session.answer("ERROR out of paper"),
                    "the server says 'ERROR out of paper'");
}

TEST_CASE("lines are the same in whatever pieces they arrive") {
  const std::string bytes =
      "PARAMS 1 5\r\n\nNUMBER\n" + std::string(longest_line, 'x') + "\nrest";
  const std::vector<std::string> expected = {"PARAMS 1 5", "", "NUMBER",
                                             std::string(longest_line, 'x')};
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece)
    CHECK(lines_of(bytes, piece) == expected);
}

TEST_CASE("a line that is too long is refused before it has ended") {
  const std::string refusal = "the line is longer than 1024 bytes";
  CHECK(lines_of(std::string(longest_line + 1, 'x'), 100).empty());
  CHECK_THROWS_WITH(lines_of(std::string(longest_line + 1, 'x') + "\n", 100),
                    refusal.c_str());
  CHECK_THROWS_WITH(lines_of(std::string(longest_line + 2, 'x'), 100),
                    refusal.c_str());
}
