#include <doctest/doctest.h>

#include <asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "fixture.hpp"
#include "guesses.hpp"
#include "workbook/values_in_words.hpp"

using namespace fixture;
using workbook::Outcome;
using workbook::ProtocolError;

namespace {

// Looks at guesses, as many as there are outcomes to say about them, and asks
// for one more.
asio::awaitable<void> look(Server& server, std::vector<Outcome> outcomes,
                           Lines& seen) {
  Guesses guesses(server, 1, 9);
  for (const Outcome outcome : outcomes) {
    const std::optional<std::int64_t> guess = co_await guesses.next();
    seen.push_back(guess ? std::to_string(*guess) : "none");
    guesses.report(outcome);
  }
  const std::optional<std::int64_t> last = co_await guesses.next();
  seen.push_back(last ? std::to_string(*last) : "none");
}

Lines look_at(Server& server, const std::vector<Outcome>& outcomes) {
  Lines seen;
  run(look(server, outcomes, seen));
  return seen;
}

asio::awaitable<void> make_only(Server& server) {
  const Guesses guesses(server, 1, 9);
  co_return;
}

asio::awaitable<void> say_nothing(Server& server) {
  Guesses guesses(server, 1, 9);
  co_await guesses.next();
  co_await guesses.next();
}

asio::awaitable<void> report_once(Server& server) {
  Guesses guesses(server, 1, 9);
  co_await guesses.next();
  guesses.report(Outcome::warmer);
  co_await guesses.next();
  co_await guesses.next();
}

asio::awaitable<void> report_after_the_end(Server& server, Lines& seen) {
  Guesses guesses(server, 1, 9);
  co_await guesses.next();
  guesses.report(Outcome::correct);
  co_await guesses.next();
  guesses.report(Outcome::warmer);
  seen.emplace_back(co_await guesses.next() ? "some" : "none");
}

asio::awaitable<void> begin_a_big_game(Server& server, Lines& seen) {
  Guesses guesses(server, -1'000'000'000'000, 1'000'000'000'000);
  const std::optional<std::int64_t> guess = co_await guesses.next();
  seen.push_back(guess ? std::to_string(*guess) : "none");
}

asio::awaitable<void> go_on(Server& server, Lines& seen) {
  const std::vector<Outcome> right = {Outcome::correct};
  co_await look(server, right, seen);
  Guesses guesses(server, 1, 9);
  co_await guesses.next();
  guesses.report(Outcome::correct);
  for (int i = 0; i < 3; ++i)
    seen.emplace_back(co_await guesses.next() ? "some" : "none");
}

}  // namespace

TEST_CASE("the first next() begins the game and returns the guess") {
  Server server({"4"});
  CHECK(look_at(server, {}) == Lines{"4"});
  CHECK(server.sent == Lines{"PARAMS 1 9\nNUMBER\n"});
}

TEST_CASE("a guess may be zero or negative or more than an int can hold") {
  for (const std::string answer : {"0", "-7", "900000000000"}) {
    Server server({answer});
    Lines seen;
    run(begin_a_big_game(server, seen));
    CHECK(seen == Lines{answer});
    CHECK(server.sent ==
          Lines{"PARAMS -1000000000000 1000000000000\nNUMBER\n"});
  }
}

TEST_CASE("nothing is sent before the first next()") {
  Server server({"4"});
  run(make_only(server));
  CHECK(server.sent.empty());
}

TEST_CASE("what was reported and NUMBER are two lines and one send()") {
  Server server({"4", "7", "2"});
  CHECK(look_at(server, {Outcome::unsure, Outcome::warmer}) ==
        Lines{"4", "7", "2"});
  CHECK(server.sent == Lines{"PARAMS 1 9\nNUMBER\n", "REPORT Unsure\nNUMBER\n",
                             "REPORT Warmer\nNUMBER\n"});
}

TEST_CASE("without a report about the last guess it is Unsure") {
  Server server({"4", "7"});
  run(say_nothing(server));
  CHECK(server.sent ==
        Lines{"PARAMS 1 9\nNUMBER\n", "REPORT Unsure\nNUMBER\n"});
}

TEST_CASE("a report is about one guess and the next is Unsure again") {
  Server server({"4", "7", "2"});
  run(report_once(server));
  CHECK(server.sent == Lines{"PARAMS 1 9\nNUMBER\n", "REPORT Warmer\nNUMBER\n",
                             "REPORT Unsure\nNUMBER\n"});
}

TEST_CASE("after Correct next() sends that and CLEAR and returns nothing") {
  Server server({"4", "7"});
  CHECK(look_at(server, {Outcome::unsure, Outcome::correct}) ==
        Lines{"4", "7", "none"});
  CHECK(server.sent == Lines{"PARAMS 1 9\nNUMBER\n", "REPORT Unsure\nNUMBER\n",
                             "REPORT Correct\nCLEAR\n"});
}

TEST_CASE("after the end next() returns nothing and sends nothing") {
  Server server({"4", "5"});
  Lines seen;
  run(go_on(server, seen));
  CHECK(seen == Lines{"4", "none", "none", "none", "none"});
  CHECK(server.sent.size() == 4);
}

TEST_CASE("after the end a report changes nothing") {
  Server server({"4", "5"});
  Lines seen;
  run(report_after_the_end(server, seen));
  CHECK(seen == Lines{"none"});
  CHECK(server.sent ==
        Lines{"PARAMS 1 9\nNUMBER\n", "REPORT Correct\nCLEAR\n"});
}

TEST_CASE("a server that leaves is a runtime_error and no ProtocolError") {
  Server server({"4"});
  bool is_about_the_protocol = false;
  const auto ask_twice = [&] {
    try {
      look_at(server, {Outcome::unsure});
    } catch (const ProtocolError&) {
      is_about_the_protocol = true;
      throw;
    }
  };
  CHECK_THROWS_AS(ask_twice(), std::runtime_error);
  CHECK_FALSE(is_about_the_protocol);
}

TEST_CASE("an answer that is no number is a ProtocolError") {
  for (const std::string answer :
       {"ERROR out of paper", "", "4x", " 4", "4.5", "99999999999999999999"}) {
    CAPTURE(answer);
    Server server({answer});
    CHECK_THROWS_AS(look_at(server, {}), ProtocolError);
  }
}
