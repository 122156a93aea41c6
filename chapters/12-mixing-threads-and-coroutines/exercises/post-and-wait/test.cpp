#include <doctest/doctest.h>

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <atomic>
#include <chrono>
#include <exception>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "post_and_wait.hpp"
#include "workbook/eventually.hpp"
#include "workbook/thread_probe.hpp"

namespace {

using asio::awaitable;

// A loop that a thread runs, until this is destroyed.
struct LoopThread {
  asio::io_context loop;
  asio::executor_work_guard<asio::io_context::executor_type> work =
      asio::make_work_guard(loop);
  std::promise<pid_t> begun;
  std::jthread thread{[this] {
    begun.set_value(workbook::this_thread_id());
    loop.run();
  }};
  const pid_t id = begun.get_future().get();
  ~LoopThread() { work.reset(); }
};

// What all coroutines here result in, for compiling post_and_wait() for each
// type takes its time: a number that can only be moved.
struct Number {
  int value = 0;

  Number() = default;
  explicit Number(int number) : value(number) {}
  Number(Number&&) = default;
  Number& operator=(Number&&) = default;
};

awaitable<Number> where_am_i() { co_return Number(workbook::this_thread_id()); }

// Waits for the timer, or until somebody cancels it.
awaitable<Number> wait(asio::steady_timer& timer) {
  std::error_code cancelled;
  co_await timer.async_wait(
      asio::redirect_error(asio::use_awaitable, cancelled));
  co_return Number(42);
}

awaitable<Number> after_a_while() {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (int i = 0; i < 2; ++i) {
    timer.expires_after(std::chrono::milliseconds(1));
    co_await wait(timer);
  }
  timer.expires_after(std::chrono::milliseconds(1));
  co_return co_await wait(timer);
}

struct OutOfPaper : std::runtime_error {
  using std::runtime_error::runtime_error;
};

awaitable<Number> fail() {
  throw OutOfPaper("out of paper");
  co_return Number();
}

awaitable<Number> fail_with_a_number() {
  throw 42;
  co_return Number();
}

awaitable<Number> give(int number) { co_return Number(number); }

awaitable<Number> begin(bool& has_begun) {
  has_begun = true;
  co_return Number(42);
}

// Ends when somebody cancels the timer.
awaitable<Number> until(asio::steady_timer& timer) {
  timer.expires_at(std::chrono::steady_clock::time_point::max());
  co_return co_await wait(timer);
}

// Cancels it, in its loop.
awaitable<Number> cancel(asio::steady_timer& timer) {
  timer.cancel();
  co_return Number();
}

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
