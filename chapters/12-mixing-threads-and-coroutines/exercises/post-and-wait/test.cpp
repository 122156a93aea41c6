#include <doctest/doctest.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
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

// Most coroutines here result in an int, for compiling post_and_wait() for each
// type takes its time.
awaitable<int> where_am_i() { co_return workbook::this_thread_id(); }

awaitable<std::unique_ptr<int>> after_a_while() {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (int i = 0; i < 3; ++i) {
    timer.expires_after(std::chrono::milliseconds(1));
    co_await timer.async_wait(asio::use_awaitable);
  }
  co_return std::make_unique<int>(42);
}

struct OutOfPaper : std::runtime_error {
  using std::runtime_error::runtime_error;
};

awaitable<int> fail() {
  throw OutOfPaper("out of paper");
  co_return 0;
}

awaitable<int> fail_with_a_number() {
  throw 42;
  co_return 0;
}

awaitable<int> give(int number) { co_return number; }

awaitable<int> begin(bool& has_begun) {
  has_begun = true;
  co_return 42;
}

// Ends when somebody cancels the timer.
awaitable<int> until(asio::steady_timer& timer) {
  std::error_code cancelled;
  timer.expires_at(std::chrono::steady_clock::time_point::max());
  co_await timer.async_wait(
      asio::redirect_error(asio::use_awaitable, cancelled));
  co_return 42;
}

// Cancels it in its loop, and returns when that has been done.
void cancel(asio::io_context& loop, asio::steady_timer& timer) {
  std::promise<void> done;
  asio::post(loop, [&] {
    timer.cancel();
    done.set_value();
  });
  done.get_future().get();
}

// Runs where `loop` does. Whether it may not ask it for `asked`: 1 or 0.
awaitable<int> is_refused(asio::io_context& loop, awaitable<int> asked) {
  try {
    post_and_wait(loop, std::move(asked));
  } catch (const std::logic_error&) {
    co_return 1;
  }
  co_return 0;
}

// What comes out of is_refused() in a loop of its own; -1 for an exception.
int ask_own_loop(awaitable<int> asked) {
  asio::io_context loop;
  int answer = -1;
  asio::co_spawn(loop, is_refused(loop, std::move(asked)),
                 [&](const std::exception_ptr& error, int result) {
                   if (!error) answer = result;
                 });
  loop.run();
  return answer;
}

}  // namespace

TEST_CASE("the coroutine runs in the thread of the loop") {
  LoopThread other;
  CHECK(post_and_wait(other.loop, where_am_i()) == other.id);
}

TEST_CASE("it is waited for until the coroutine has ended") {
  LoopThread other;
  const std::unique_ptr<int> result =
      post_and_wait(other.loop, after_a_while());
  REQUIRE(result);
  CHECK(*result == 42);
}

TEST_CASE("the loop goes on after it was asked") {
  LoopThread other;
  for (int i = 0; i < 3; ++i) CHECK(post_and_wait(other.loop, give(i)) == i);
}

TEST_CASE("no end is missed however short the coroutine") {
  LoopThread other;
  constexpr int calls = 2'000;
  int right = 0;
  for (int i = 0; i < calls; ++i)
    if (post_and_wait(other.loop, give(i)) == i) ++right;
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
      [&] { result = post_and_wait(other.loop, until(timer)); });
  CHECK(caller.sleeps());
  CHECK(workbook::eventually([&] {
    cancel(other.loop, timer);  // it may have begun to wait only now
    return result == 42;
  }));
}

TEST_CASE("while one caller waits another one is served") {
  LoopThread other;
  asio::steady_timer timer(other.loop);
  std::atomic<int> first_result = 0;
  std::atomic<int> second_result = 0;
  const workbook::ProbedCall first(
      [&] { first_result = post_and_wait(other.loop, until(timer)); });
  CHECK(first.sleeps());
  const workbook::ProbedCall second(
      [&] { second_result = post_and_wait(other.loop, where_am_i()); });
  CHECK(workbook::eventually([&] { return second_result == other.id; }));
  CHECK(first_result == 0);
  CHECK(workbook::eventually([&] {
    cancel(other.loop, timer);
    return first_result == 42;
  }));
}

TEST_CASE("a loop's own thread is refused") {
  CHECK(ask_own_loop(where_am_i()) == 1);
}

TEST_CASE("what is refused does not begin") {
  bool has_begun = false;
  ask_own_loop(begin(has_begun));
  CHECK_FALSE(has_begun);
}

TEST_CASE("another loop's thread may wait") {
  LoopThread other;
  asio::io_context loop;
  int answer = 0;
  asio::post(loop, [&] { answer = post_and_wait(other.loop, where_am_i()); });
  loop.run();
  CHECK(answer == other.id);
}
