#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "10-coroutines/async_event.hpp"
#include "with_timeout.hpp"

using namespace std::chrono_literals;
using workbook::EventLoop;
using workbook::Task;

namespace {

constexpr auto virtual_time = EventLoop::Clock::virtual_time;

// What is alive of the coroutines below.
int alive = 0;
struct Alive {
  Alive() { ++alive; }
  Alive(const Alive&) = delete;
  Alive& operator=(const Alive&) = delete;
  ~Alive() { --alive; }
};

Task<int> takes(EventLoop& loop, EventLoop::Duration time) {
  const Alive here;
  co_await loop.sleep_for(time);
  co_return 42;
}

Task<int> fails(EventLoop& loop, EventLoop::Duration time) {
  co_await loop.sleep_for(time);
  throw std::runtime_error("out of paper");
}

Task<std::unique_ptr<int>> never_waits() { co_return std::make_unique<int>(7); }

Task<int> one_after_the_other(EventLoop& loop) {
  int answers = 0;
  for (int i = 0; i < 3; ++i) {
    if (co_await with_timeout(loop, takes(loop, 1h + 1min * i), 1h + 1min))
      ++answers;
  }
  co_return answers;
}

Task<int> alive_at_the_limit(EventLoop& loop) {
  auto limited = with_timeout(loop, takes(loop, 5h), 2h);
  co_await std::move(limited);
  co_return alive;  // while `limited`, and with it its parameters, is here
}

// What the loop still has to do: it waits for that, or says there is nothing.
void expect_nothing_left(EventLoop& loop) {
  const EventLoop::Duration time = loop.now();
  workbook::AsyncEvent never(loop);
  const auto wait = [](workbook::AsyncEvent& event) -> Task<> {
    co_await event.wait();
  };
  CHECK_THROWS_WITH(loop.run(wait(never)),
                    "all coroutines wait, and nothing can wake them");
  CHECK(loop.now() == time);
}

}  // namespace

TEST_CASE("what is in time is returned when it is there") {
  EventLoop loop(virtual_time);
  CHECK(loop.run(with_timeout(loop, takes(loop, 90min), 5h)) == 42);
  CHECK(loop.now() == 90min);
}

TEST_CASE("nobody polls") {
  EventLoop loop(virtual_time);
  const EventLoop::Duration time = 90min + 1ns;
  loop.run(with_timeout(loop, takes(loop, time), 5h));
  const EventLoop::Duration late = loop.now() - time;
  CHECK_MESSAGE(late <= 0ns, "it ended at a time when nobody looks");
}

TEST_CASE("at the limit nothing is returned") {
  EventLoop loop(virtual_time);
  CHECK(loop.run(with_timeout(loop, takes(loop, 5h), 90min)) == std::nullopt);
  CHECK(loop.now() == 90min);
}

TEST_CASE("what is too late is destroyed at the limit") {
  EventLoop loop(virtual_time);
  alive = 0;
  CHECK(loop.run(alive_at_the_limit(loop)) == 0);
}

TEST_CASE("nothing is left behind in the loop") {
  EventLoop loop(virtual_time);
  loop.run(with_timeout(loop, takes(loop, 1h), 5h));
  expect_nothing_left(loop);
  loop.run(with_timeout(loop, takes(loop, 5h), 1h));
  expect_nothing_left(loop);
}

TEST_CASE("what the task throws is thrown at that moment") {
  EventLoop loop(virtual_time);
  CHECK_THROWS_WITH(loop.run(with_timeout(loop, fails(loop, 1h), 5h)),
                    "out of paper");
  CHECK(loop.now() == 1h);
  CHECK(loop.run(with_timeout(loop, fails(loop, 5h), 1h)) == std::nullopt);
}

TEST_CASE("a task that never waits is in time") {
  EventLoop loop(virtual_time);
  const auto number = loop.run(with_timeout(loop, never_waits(), 1h));
  REQUIRE(number);
  CHECK(**number == 7);
  CHECK(loop.now() == 0h);
}

TEST_CASE("each call has a limit of its own") {
  EventLoop loop(virtual_time);
  CHECK(loop.run(one_after_the_other(loop)) >= 1);
  CHECK(loop.now() == 1h + 1h + 1min + 1h + 1min);
}
