#include <doctest/doctest.h>

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
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

awaitable<int> fail() {
  throw std::runtime_error("out of paper");
  co_return 0;
}

// Ends when somebody cancels the timer.
awaitable<int> until(asio::steady_timer& timer) {
  std::error_code cancelled;
  timer.expires_at(std::chrono::steady_clock::time_point::max());
  co_await timer.async_wait(
      asio::redirect_error(asio::use_awaitable, cancelled));
  co_return 42;
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

TEST_CASE("what the coroutine throws comes out here") {
  LoopThread other;
  std::string caught = "nothing";
  try {
    post_and_wait(other.loop, fail());
  } catch (const std::runtime_error& error) {
    caught = error.what();
  }
  CHECK(caught == "out of paper");
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
    asio::post(other.loop, [&] { timer.cancel(); });
    return result.wait_for(std::chrono::seconds(0)) ==
           std::future_status::ready;
  };
  CHECK(workbook::eventually(is_over));
  CHECK(result.get() == 42);
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

TEST_CASE("another loop's thread may wait") {
  LoopThread other;
  asio::io_context loop;
  std::thread::id answer;
  asio::post(loop, [&] { answer = post_and_wait(other.loop, where_am_i()); });
  loop.run();
  CHECK(answer == other.thread.get_id());
}
