#include "workbook/move_only_function.hpp"

#include <doctest/doctest.h>

#include <future>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

using workbook::MoveOnlyFunction;

using Number = MoveOnlyFunction<int()>;
static_assert(std::is_nothrow_move_constructible_v<Number>);
static_assert(std::is_nothrow_move_assignable_v<Number>);
static_assert(!std::is_copy_constructible_v<Number>);
static_assert(!std::is_copy_assignable_v<Number>);

TEST_CASE("a function that can only be moved is held and called") {
  Number seven = [owned = std::make_unique<int>(7)] { return *owned; };
  CHECK(seven() == 7);
  const Number moved = std::move(seven);
  CHECK(moved() == 7);
}

TEST_CASE("arguments go through and what can only be moved does") {
  const MoveOnlyFunction<std::unique_ptr<int>(std::unique_ptr<int>, int&)> add =
      [](std::unique_ptr<int> number, int& sum) {
        sum += *number;
        return number;
      };
  int sum = 1;
  CHECK(*add(std::make_unique<int>(2), sum) == 2);
  CHECK(sum == 3);
}

TEST_CASE("what it holds is destroyed once") {
  const auto owned = std::make_shared<int>(0);
  const auto hold = [&] { return Number([owned] { return *owned; }); };
  {
    Number first = hold();
    Number second = std::move(first);
    CHECK(owned.use_count() == 2);
    Number third = hold();
    CHECK(owned.use_count() == 3);
    third = std::move(second);  // destroys what it held
    CHECK(owned.use_count() == 2);
    third = Number();
    CHECK(owned.use_count() == 1);
    second = hold();
  }
  CHECK(owned.use_count() == 1);
}

TEST_CASE("whether it is empty") {
  Number empty;
  CHECK_FALSE(empty);
  empty = [] { return 1; };
  CHECK(empty);
  const Number moved = std::move(empty);
  CHECK_FALSE(empty);  // NOLINT(bugprone-use-after-move)
  CHECK(moved);
}

TEST_CASE("what a function returns may be left behind") {
  std::packaged_task<int()> task([] { return 42; });
  std::future<int> result = task.get_future();
  MoveOnlyFunction<void()> call = std::move(task);
  call();
  CHECK(result.get() == 42);
  call = [] { return std::string("nobody reads this"); };
  call();
}
