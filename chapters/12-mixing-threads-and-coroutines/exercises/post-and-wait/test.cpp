#include <doctest/doctest.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>

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
  std::jthread thread{[this] { loop.run(); }};
  ~LoopThread() { work.reset(); }
};

awaitable<std::thread::id> where_am_i() {
  co_return std::this_thread::get_id();
}

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

awaitable<std::string> ask_the_own_loop(asio::io_context& loop) {
  std::string error = "nothing";
  try {
    post_and_wait(loop, after_a_while());
  } catch (const std::logic_error&) {
    error = "refused";
  }
  co_return error;
}

awaitable<void> ask_in_vain(asio::io_context& loop, bool& has_begun) {
  try {
    post_and_wait(loop, begin(has_begun));
  } catch (const std::logic_error&) {  // as it should be
  }
  co_return;
}

}  // namespace

TEST_CASE("the coroutine runs in the thread of the loop") {
  LoopThread other;
  CHECK(post_and_wait(other.loop, where_am_i()) == other.thread.get_id());
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
  std::promise<pid_t> caller;
  auto result = std::async(std::launch::async, [&] {
    caller.set_value(workbook::this_thread_id());
    return post_and_wait(other.loop, until(timer));
  });
  CHECK(workbook::sleeps(caller.get_future().get()));
  const auto is_over = [&] {  // it may begin to wait after we cancel
    cancel(other.loop, timer);
    return result.wait_for(std::chrono::seconds(0)) ==
           std::future_status::ready;
  };
  CHECK(workbook::eventually(is_over));
  CHECK(result.get() == 42);
}

TEST_CASE("while one caller waits another one is served") {
  LoopThread other;
  asio::steady_timer timer(other.loop);
  std::promise<pid_t> caller;
  auto first = std::async(std::launch::async, [&] {
    caller.set_value(workbook::this_thread_id());
    return post_and_wait(other.loop, until(timer));
  });
  CHECK(workbook::sleeps(caller.get_future().get()));
  auto second = std::async(std::launch::async, [&] {
    return post_and_wait(other.loop, where_am_i());
  });
  const auto is_ready = [](auto& result) {
    return result.wait_for(std::chrono::seconds(0)) ==
           std::future_status::ready;
  };
  CHECK(workbook::eventually([&] { return is_ready(second); }));
  const auto first_is_over = [&] {
    cancel(other.loop, timer);
    return is_ready(first);
  };
  CHECK(workbook::eventually(first_is_over));
}

TEST_CASE("a loop's own thread is refused") {
  asio::io_context loop;
  std::string answer;
  asio::co_spawn(loop, ask_the_own_loop(loop),
                 [&](const std::exception_ptr&, const std::string& what) {
                   answer = what;
                 });
  loop.run();
  CHECK(answer == "refused");
}

TEST_CASE("what is refused does not begin") {
  asio::io_context loop;
  bool has_begun = false;
  asio::co_spawn(loop, ask_in_vain(loop, has_begun), asio::detached);
  loop.run();
  CHECK_FALSE(has_begun);
}

TEST_CASE("another loop's thread may wait") {
  LoopThread other;
  asio::io_context loop;
  std::thread::id answer;
  asio::post(loop, [&] { answer = post_and_wait(other.loop, where_am_i()); });
  loop.run();
  CHECK(answer == other.thread.get_id());
}
