#include "workbook/values_in_words.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

TEST_CASE("a failed check shows what is in a vector, a pair and an optional") {
  using doctest::toString;
  CHECK(toString(std::vector<int>()) == "[]");
  CHECK(toString(std::vector<int>{1, 2}) == "[1, 2]");
  CHECK(toString(std::vector<std::string>{"a", "b"}) == "[a, b]");
  CHECK(toString(std::pair(1, 2)) == "(1, 2)");
  CHECK(toString(std::optional(7)) == "7");
  CHECK(toString(std::optional<int>()) == "nothing");
  CHECK(toString(std::nullopt) == "nothing");
}
