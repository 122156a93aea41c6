#include <doctest/doctest.h>

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <atomic>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

#include "fixture.hpp"
#include "post_and_wait.hpp"
#include "workbook/eventually.hpp"
#include "workbook/thread_probe.hpp"

using namespace fixture;
using asio::awaitable;

namespace {

// Asks `loop` from where this runs.
awaitable<Number> ask(asio::io_context& loop, awaitable<Number> asked) {
  co_return post_and_wait(loop, std::move(asked));
}

// Whether a loop that asks itself for `asked` is refused.
bool refuses_itself(awaitable<Number> asked) {
  LoopThread other;
  try {
    post_and_wait(other.loop, ask(other.loop, std::move(asked)));
  } catch (const std::logic_error&) {
    return true;
  }
  return false;
}

}  // namespace

TEST_CASE("the coroutine runs in the thread of the loop") {
  LoopThread other;
  CHECK(post_and_wait(other.loop, where_am_i()).value == other.id);
}

TEST_CASE("it is waited for until the coroutine has ended") {
  LoopThread other;
  CHECK(post_and_wait(other.loop, after_a_while()).value == 42);
}

TEST_CASE("the loop goes on after it was asked") {
  LoopThread other;
  for (int i = 0; i < 3; ++i)
    CHECK(post_and_wait(other.loop, give(i)).value == i);
}

TEST_CASE("no end is missed however short the coroutine") {
  LoopThread other;
  constexpr int calls = 2'000;
  int right = 0;
  for (int i = 0; i < calls; ++i)
    if (post_and_wait(other.loop, give(i)).value == i) ++right;
  CHECK(right == calls);
}

TEST_CASE("what the coroutine throws comes out here") {
  LoopThread other;
  std::string caught = "nothing";
  try {
    post_and_wait(other.loop, fail());
  } catch (const OutOfPaper& error) {
    caught = error.what();
  } catch (const std::exception&) {
    caught = "another exception";
  }
  CHECK(caught == "out of paper");
}

TEST_CASE("what is thrown need not be a std::exception") {
  LoopThread other;
  int caught = 0;
  try {
    post_and_wait(other.loop, fail_with_a_number());
  } catch (int number) {
    caught = number;
  } catch (const std::exception&) {  // something else
  }
  CHECK(caught == 42);
}

TEST_CASE("the caller sleeps while it waits") {
  LoopThread other;
  asio::steady_timer timer(other.loop);
  std::atomic<int> result = 0;
  const workbook::ProbedCall caller(
      [&] { result = post_and_wait(other.loop, until(timer)).value; });
  CHECK(caller.sleeps());
  CHECK(workbook::eventually([&] {
    post_and_wait(other.loop,
                  cancel(timer));  // it may have begun to wait only now
    return result == 42;
  }));
}

TEST_CASE("while one caller waits another one is served") {
  LoopThread other;
  asio::steady_timer timer(other.loop);
  std::atomic<int> first_result = 0;
  std::atomic<int> second_result = 0;
  const workbook::ProbedCall first(
      [&] { first_result = post_and_wait(other.loop, until(timer)).value; });
  CHECK(first.sleeps());
  const workbook::ProbedCall second(
      [&] { second_result = post_and_wait(other.loop, where_am_i()).value; });
  CHECK(workbook::eventually([&] { return second_result == other.id; }));
  CHECK(first_result == 0);
  CHECK(workbook::eventually([&] {
    post_and_wait(other.loop, cancel(timer));
    return first_result == 42;
  }));
}

TEST_CASE("a loop's own thread is refused") {
  CHECK(refuses_itself(where_am_i()));
}

TEST_CASE("what is refused does not begin") {
  bool has_begun = false;
  refuses_itself(begin(has_begun));
  CHECK_FALSE(has_begun);
}

TEST_CASE("another loop's thread may wait") {
  LoopThread here;
  LoopThread other;
  const int where =
      post_and_wait(here.loop, ask(other.loop, where_am_i())).value;
  CHECK(where == other.id);
}
