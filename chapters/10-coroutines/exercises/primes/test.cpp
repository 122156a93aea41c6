#include <doctest/doctest.h>

#include <optional>
#include <type_traits>
#include <vector>

#include "primes.hpp"
#include "workbook/values_in_words.hpp"

static_assert(
    std::is_same_v<decltype(primes), workbook::Generator<int>(Divides)>,
    "primes has its own divides in its frame: take it by value");

namespace {

bool plainly_divides(int divisor, int number) { return number % divisor == 0; }

std::vector<int> first_primes(std::size_t count) {
  std::vector<int> result;
  workbook::Generator<int> generator = primes(plainly_divides);
  while (result.size() < count) {
    const std::optional<int> next = generator.next();
    REQUIRE_MESSAGE(next, "there is a next prime after ", result.size());
    result.push_back(*next);
  }
  return result;
}

// How often numbers up to `last` are divided, at most.
int enough_for(int last) {
  int divisions = 0;
  for (int number = 2; number <= last; ++number) {
    for (int divisor = 2; divisor * divisor <= number; ++divisor) {
      ++divisions;
      if (plainly_divides(divisor, number)) break;
    }
  }
  return divisions;
}

}  // namespace

TEST_CASE("the first primes are 2 3 5 7 11 and 13") {
  CHECK(first_primes(6) == std::vector<int>{2, 3, 5, 7, 11, 13});
}

TEST_CASE("there is always a next one") {
  CHECK(first_primes(2000).back() == 17389);
}

TEST_CASE("nothing is divided before the first prime is asked for") {
  int divisions = 0;
  auto generator = primes([&](int divisor, int number) {
    ++divisions;
    return plainly_divides(divisor, number);
  });
  CHECK(divisions == 0);
}

TEST_CASE("no more is divided than the next prime needs") {
  int divisions = 0;
  auto generator = primes([&](int divisor, int number) {
    ++divisions;
    REQUIRE(divisor >= 2);
    return plainly_divides(divisor, number);
  });
  for (int i = 0; i < 100; ++i) {
    const int prime = generator.next().value_or(0);
    REQUIRE(divisions <= enough_for(prime));
  }
  CHECK_MESSAGE(divisions > 0, "primes divides with `divides`");
}

TEST_CASE("two generators know nothing of each other") {
  auto one = primes(plainly_divides);
  auto other = primes(plainly_divides);
  CHECK(one.next() == 2);
  CHECK(one.next() == 3);
  CHECK(other.next() == 2);
  CHECK(one.next() == 5);
  CHECK(other.next() == 3);
}
