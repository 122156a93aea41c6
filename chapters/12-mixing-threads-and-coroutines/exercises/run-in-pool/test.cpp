#include <doctest/doctest.h>

#include <asio/awaitable.hpp>
#include <asio/post.hpp>
#include <atomic>
#include <latch>
#include <memory>
#include <string>
#include <utility>

#include "fixture.hpp"
#include "run_in_pool.hpp"
#include "workbook/move_only_function.hpp"
#include "workbook/thread_probe.hpp"

using namespace fixture;
using asio::awaitable;

namespace {

// The functions are of one type for each result, for compiling run_in_pool()
// for each lambda would take many times as long.
template <typename Result>
using Function = workbook::MoveOnlyFunction<Result()>;

awaitable<void> await(Place& place, Function<void> function, bool& is_back) {
  co_await run_in_pool(place.pool, std::move(function));
  is_back = place.is_here();
}

template <typename Result>
awaitable<void> fail(Place& place, Function<Result> function,
                     std::string& caught, bool& is_back) {
  try {
    co_await run_in_pool(place.pool, std::move(function));
    caught = "nothing";
  } catch (const NoDisk& error) {
    caught = error.what();
  } catch (...) {
    caught = "something else";
  }
  is_back = place.is_here();
}

awaitable<void> fetch(Place& place, int& size, bool& was_in_the_pool) {
  Function<Piece> function = [&place, &was_in_the_pool,
                              bytes = std::make_unique<int>(42)] {
    was_in_the_pool = place.is_in_the_pool();
    return Piece(*bytes);
  };
  const Piece piece = co_await run_in_pool(place.pool, std::move(function));
  size = *piece.size;
}

awaitable<void> count(Place& place, int& number, bool& was_in_the_pool) {
  Function<int> function = [&] {
    was_in_the_pool = place.is_in_the_pool();
    return 42;
  };
  number = co_await run_in_pool(place.pool, std::move(function));
}

awaitable<void> add_up(Place& place, int calls, int& sum) {
  for (int i = 0; i < calls; ++i) {
    Function<int> one = [] { return 1; };
    sum += co_await run_in_pool(place.pool, std::move(one));
  }
}

awaitable<void> meet(Place& place, std::latch& both, int number, int& result) {
  Function<int> function = [&, number] {
    if (!place.is_here()) both.arrive_and_wait();
    return number;
  };
  result = co_await run_in_pool(place.pool, std::move(function));
}

}  // namespace

TEST_CASE("the function is called in a thread of the pool") {
  Place place;
  bool was_in_the_pool = false;
  bool is_back = false;
  std::atomic<int> calls = 0;
  const auto function = [&] {
    ++calls;
    was_in_the_pool = place.is_in_the_pool();
  };
  place.run(await(place, function, is_back));
  CHECK(was_in_the_pool);
  CHECK(calls == 1);
}

TEST_CASE("the caller goes on in the thread of its loop") {
  Place place;
  bool is_back = false;
  place.run(await(
      place, [] {}, is_back));
  CHECK(is_back);
}

TEST_CASE("the loop goes on while the function runs") {
  Place place;
  bool is_back = false;
  std::latch at_first(1);
  std::latch later(1);
  const auto function = [&] {
    if (place.is_here()) return;  // it could only wait for ever
    asio::post(place.loop, [&] { at_first.count_down(); });
    at_first.wait();
    workbook::sleeps(place.loop_thread);
    asio::post(place.loop, [&] { later.count_down(); });
    later.wait();
  };
  place.run(await(place, function, is_back));
  CHECK(is_back);
}

TEST_CASE("the loop sleeps while the function runs") {
  Place place;
  bool is_back = false;
  bool is_asleep = false;
  const auto function = [&] {
    is_asleep = !place.is_here() && workbook::sleeps(place.loop_thread);
  };
  place.run(await(place, function, is_back));
  CHECK(is_asleep);
}

TEST_CASE("two functions can run at the same time") {
  Place place;
  bool is_back = false;
  bool other_is_back = false;
  std::latch both(2);
  const auto function = [&] {
    if (!place.is_here()) both.arrive_and_wait();
  };
  place.begin(await(place, function, other_is_back));
  place.run(await(place, function, is_back));
  CHECK(other_is_back);
  CHECK(is_back);
}

TEST_CASE("each of two gets its own result") {
  Place place;
  std::latch both(2);
  int a = 0;
  int b = 0;
  place.begin(meet(place, both, 1, a));
  place.run(meet(place, both, 2, b));
  CHECK(a == 1);
  CHECK(b == 2);
}

TEST_CASE("no call is missed however short") {
  Place place;
  constexpr int calls = 2'000;
  int sum = 0;
  place.run(add_up(place, calls, sum));  // a hang: the loop was not woken
  CHECK(sum == calls);
}

TEST_CASE("what the function throws reaches the caller in its loop") {
  Place place;
  std::string caught;
  bool is_back = false;
  Function<void> function = [] { throw NoDisk("no such disk"); };
  place.run(fail(place, std::move(function), caught, is_back));
  CHECK(caught == "no such disk");
  CHECK(is_back);
}

TEST_CASE("an exception comes in place of a result too") {
  Place place;
  std::string caught;
  bool is_back = false;
  Function<Piece> function = []() -> Piece { throw NoDisk("no such disk"); };
  place.run(fail(place, std::move(function), caught, is_back));
  CHECK(caught == "no such disk");
  CHECK(is_back);
}

TEST_CASE("any result will do") {
  Place place;
  int size = 0;
  bool was_in_the_pool = false;
  place.run(fetch(place, size, was_in_the_pool));
  CHECK(size == 42);
  CHECK(was_in_the_pool);
}

TEST_CASE("a result with a default is made in the pool too") {
  Place place;
  int number = 0;
  bool was_in_the_pool = false;
  place.run(count(place, number, was_in_the_pool));
  CHECK(number == 42);
  CHECK(was_in_the_pool);
}
