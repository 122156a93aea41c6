#pragma once

#include <sys/types.h>

#include <asio/awaitable.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <future>
#include <stdexcept>
#include <thread>

namespace fixture {

// A loop that a thread runs, until this is destroyed.
struct LoopThread {
  LoopThread();
  ~LoopThread() { work.reset(); }

  asio::io_context loop;
  asio::executor_work_guard<asio::io_context::executor_type> work;
  std::promise<pid_t> begun;
  std::jthread thread;
  const pid_t id;
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

struct OutOfPaper : std::runtime_error {
  using std::runtime_error::runtime_error;
};

asio::awaitable<Number> where_am_i();  // the id of the thread
asio::awaitable<Number> give(int number);
asio::awaitable<Number> begin(bool& has_begun);
asio::awaitable<Number> after_a_while();  // 42, when it has waited three times
asio::awaitable<Number> fail();           // throws OutOfPaper
asio::awaitable<Number> fail_with_a_number();  // throws 42

// 42, when somebody cancels the timer.
asio::awaitable<Number> until(asio::steady_timer& timer);

// Cancels it, in its loop.
asio::awaitable<Number> cancel(asio::steady_timer& timer);

}  // namespace fixture
