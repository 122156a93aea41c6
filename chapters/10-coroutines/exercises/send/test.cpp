#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "conversation.hpp"

namespace {

Conversation<int, std::string> repeats() {
  const int first = co_yield "begin";
  const int second = co_yield std::to_string(first);
  co_yield std::to_string(first) + " and " + std::to_string(second);
}

Conversation<int, int> sum() {
  int total = 0;
  for (;;) total += co_yield total;
}

Conversation<int, int> refuses_negative() {
  for (int number = 0;;) {
    number = co_yield number;
    if (number < 0) throw std::invalid_argument("negative");
  }
}

Conversation<std::unique_ptr<int>, std::unique_ptr<int>> hands_back() {
  std::unique_ptr<int> number;
  for (;;) number = co_yield std::move(number);
}

}  // namespace

TEST_CASE("what is sent is what co_yield results in") {
  auto words = repeats();
  CHECK(words.start() == "begin");
  CHECK(words.send(4) == "4");
  CHECK(words.send(22) == "4 and 22");
}

TEST_CASE("send returns nothing when the coroutine ends or has ended") {
  auto words = repeats();
  words.start();
  words.send(1);
  words.send(2);
  CHECK(words.send(3) == std::nullopt);
  CHECK(words.send(4) == std::nullopt);
}

TEST_CASE("each value is sent once") {
  auto totals = sum();
  CHECK(totals.start() == 0);
  CHECK(totals.send(10) == 10);
  CHECK(totals.send(4) == 14);
  CHECK(totals.send(0) == 14);
  CHECK(totals.send(-1) == 13);
}

TEST_CASE("what the coroutine throws comes out of send and is its end") {
  auto numbers = refuses_negative();
  numbers.start();
  CHECK(numbers.send(7) == 7);
  CHECK_THROWS_WITH(numbers.send(-1), "negative");
  CHECK(numbers.send(7) == std::nullopt);
}

TEST_CASE("values may be of types that can only be moved") {
  auto numbers = hands_back();
  numbers.start();
  const auto back = numbers.send(std::make_unique<int>(7));
  REQUIRE(back);
  REQUIRE(*back);
  CHECK(**back == 7);
}
