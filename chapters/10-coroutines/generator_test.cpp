#include <doctest/doctest.h>

#include <concepts>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "10-coroutines/counted.hpp"
#include "10-coroutines/frame.hpp"
#include "10-coroutines/generator.hpp"
#include "10-coroutines/two_way_generator.hpp"

using workbook::Counted;
using workbook::Generator;
using workbook::received;
using workbook::TwoWayGenerator;

namespace {

Generator<int> countdown(int from) {
  for (int i = from; i > 0; --i) co_yield i;
}

Generator<int> natural_numbers(int& made) {
  for (int i = 0;; ++i) {
    ++made;
    co_yield i;
  }
}

Generator<int> fails_after_one() {
  co_yield 1;
  throw std::runtime_error("no more");
}

Generator<int> with_variables(Counted parameter) {
  const Counted variable(*parameter.alive);
  co_yield 1;
  co_yield 2;
}

Generator<std::unique_ptr<int>> movable_only() {
  co_yield std::make_unique<int>(7);
}

TwoWayGenerator<int> minimize() {
  int least = co_await received;
  for (;;) {
    const int number = co_yield least;
    least = std::min(least, number);
  }
}

TwoWayGenerator<int> counts_two() {
  const int first = co_await received;
  const int second = co_await received;
  co_yield first + second;
}

TwoWayGenerator<int> refuses_negative() {
  for (int number = co_await received;;) {
    if (number < 0) throw std::invalid_argument("negative");
    number = co_yield number;
  }
}

TwoWayGenerator<int> holds(Counted parameter) {
  const Counted variable(*parameter.alive);
  for (;;) co_await received;
}

}  // namespace

static_assert(!std::copyable<Generator<int>>);
static_assert(std::movable<Generator<int>>);

TEST_CASE("a generator makes its values in order and then nothing") {
  Generator<int> numbers = countdown(2);
  CHECK(numbers.next() == 2);
  CHECK(numbers.next() == 1);
  CHECK(numbers.next() == std::nullopt);
  CHECK(numbers.next() == std::nullopt);
  CHECK(countdown(0).next() == std::nullopt);
}

TEST_CASE("a range-for goes through a generator") {
  std::vector<int> numbers;
  for (const int number : countdown(3)) numbers.push_back(number);
  CHECK(numbers == std::vector<int>{3, 2, 1});
  for (const int number : countdown(0)) FAIL(number);
}

TEST_CASE("a generator makes no value before it is asked for it") {
  int made = 0;
  Generator<int> numbers = natural_numbers(made);
  CHECK(made == 0);
  numbers.next();
  CHECK(made == 1);
}

TEST_CASE("what a generator throws comes out of next and is its end") {
  Generator<int> numbers = fails_after_one();
  CHECK(numbers.next() == 1);
  CHECK_THROWS_WITH(numbers.next(), "no more");
  CHECK(numbers.next() == std::nullopt);
}

TEST_CASE("destroying a generator in the middle destroys its variables") {
  int alive = 0;
  {
    Generator<int> numbers = with_variables(Counted(alive));
    CHECK(alive == 1);
    numbers.next();
    CHECK(alive == 2);
    const Generator<int> moved = std::move(numbers);
    CHECK(alive == 2);
  }
  CHECK(alive == 0);
}

TEST_CASE("a generator yields what can only be moved") {
  for (const std::unique_ptr<int>& number : movable_only()) CHECK(*number == 7);
}

TEST_CASE("the running minimum of 10 4 22 and -1 is 10 4 4 and -1") {
  TwoWayGenerator<int> least = minimize();
  CHECK(least.send(10) == 10);
  CHECK(least.send(4) == 4);
  CHECK(least.send(22) == 4);
  CHECK(least.send(-1) == -1);
}

TEST_CASE("send returns nothing where the coroutine only waits or has ended") {
  TwoWayGenerator<int> sum = counts_two();
  CHECK(sum.send(1) == std::nullopt);
  CHECK(sum.send(2) == 3);
  CHECK(sum.send(4) == std::nullopt);
  CHECK(sum.is_done());
  CHECK(sum.send(8) == std::nullopt);
}

TEST_CASE("what a two-way generator throws comes out of send and is its end") {
  TwoWayGenerator<int> numbers = refuses_negative();
  CHECK(numbers.send(1) == 1);
  CHECK_THROWS_WITH(numbers.send(-1), "negative");
  CHECK(numbers.send(1) == std::nullopt);
}

TEST_CASE("destroying a two-way generator destroys its variables") {
  int alive = 0;
  {
    TwoWayGenerator<int> holder = holds(Counted(alive));
    holder.send(1);
    CHECK(alive == 2);
  }
  CHECK(alive == 0);
}

TEST_CASE("parameters and variables lie in the frame one after the other") {
  const workbook::Frame frame = workbook::frame_of_countdown();
  CHECK(frame.parts.size() == 7);
  std::size_t end = 0;
  for (const workbook::FramePart& part : frame.parts) {
    CHECK(part.offset >= end);
    end = part.offset + part.size;
  }
  CHECK(end <= frame.size);
}
