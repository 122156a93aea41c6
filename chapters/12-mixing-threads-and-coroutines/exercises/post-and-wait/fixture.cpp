#include "fixture.hpp"

#include <asio/redirect_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <system_error>

#include "workbook/thread_probe.hpp"

using asio::awaitable;

namespace fixture {
namespace {

// Waits for the timer, or until somebody cancels it.
awaitable<void> wait(asio::steady_timer& timer) {
  std::error_code cancelled;
  co_await timer.async_wait(
      asio::redirect_error(asio::use_awaitable, cancelled));
}

}  // namespace

LoopThread::LoopThread()
    : work(asio::make_work_guard(loop)),
      thread([this] {
        begun.set_value(workbook::this_thread_id());
        loop.run();
      }),
      id(begun.get_future().get()) {}

awaitable<Number> where_am_i() { co_return Number(workbook::this_thread_id()); }

awaitable<Number> give(int number) { co_return Number(number); }

awaitable<Number> begin(bool& has_begun) {
  has_begun = true;
  co_return Number(42);
}

awaitable<Number> after_a_while() {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (int i = 0; i < 3; ++i) {
    timer.expires_after(std::chrono::milliseconds(1));
    co_await wait(timer);
  }
  co_return Number(42);
}

awaitable<Number> fail() {
  throw OutOfPaper("out of paper");
  co_return Number();
}

awaitable<Number> fail_with_a_number() {
  throw 42;
  co_return Number();
}

awaitable<Number> until(asio::steady_timer& timer) {
  timer.expires_at(std::chrono::steady_clock::time_point::max());
  co_await wait(timer);
  co_return Number(42);
}

awaitable<Number> cancel(asio::steady_timer& timer) {
  timer.cancel();
  co_return Number();
}

}  // namespace fixture
