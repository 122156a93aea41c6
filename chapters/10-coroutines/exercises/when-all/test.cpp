#include <doctest/doctest.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "all_of.hpp"
#include "workbook/values_in_words.hpp"

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

int ended = 0;

Task<int> sleeps(EventLoop& loop, int hours) {
  const Alive here;
  co_await loop.sleep_for(std::chrono::hours(hours));
  ++ended;
  co_return 10 * hours;
}

Task<int> fails(EventLoop& loop, int hours) {
  co_await sleeps(loop, hours);
  throw std::runtime_error("after " + std::to_string(hours) + " hours");
}

constexpr auto little = 1ns;
Task<int> sleeps_a_little_more(EventLoop& loop, int hours) {
  co_await loop.sleep_for(std::chrono::hours(hours) + little);
  co_return 0;
}

Task<int> never_waits(int result) { co_return result; }

template <typename... Tasks>
std::vector<Task<int>> list(Tasks... tasks) {
  std::vector<Task<int>> result;
  (result.push_back(std::move(tasks)), ...);
  return result;
}

}  // namespace

TEST_CASE("all tasks wait at the same time") {
  EventLoop loop(virtual_time);
  loop.run(all_of(loop, list(sleeps(loop, 3), sleeps(loop, 1))));
  CHECK(loop.now() == 3h);
}

TEST_CASE("results come in the order of the tasks") {
  EventLoop loop(virtual_time);
  auto tasks = list(sleeps(loop, 3), sleeps(loop, 1), sleeps(loop, 2));
  const auto results = loop.run(all_of(loop, std::move(tasks)));
  CHECK(results == std::vector<int>{30, 10, 20});
}

TEST_CASE("no tasks and tasks that never wait are done at once") {
  EventLoop loop(virtual_time);
  std::size_t none = 1;
  CHECK_NOTHROW(none = loop.run(all_of(loop, list())).size());
  CHECK(none == 0);
  std::vector<int> two;
  CHECK_NOTHROW(
      two = loop.run(all_of(loop, list(never_waits(1), never_waits(2)))));
  CHECK(two == std::vector<int>{1, 2});
  CHECK(loop.now() == 0h);
}

TEST_CASE("tasks that never wait are not taken for the last ones") {
  EventLoop loop(virtual_time);
  auto tasks = list(never_waits(1), sleeps(loop, 2), never_waits(3));
  std::vector<int> results;
  CHECK_NOTHROW(results = loop.run(all_of(loop, std::move(tasks))));
  CHECK(results == std::vector<int>{1, 20, 3});
}

TEST_CASE("nobody polls") {
  EventLoop loop(virtual_time);
  loop.run(all_of(loop, list(sleeps(loop, 3), sleeps_a_little_more(loop, 3))));
  const EventLoop::Duration late = loop.now() - 3h - little;
  CHECK_MESSAGE(late <= 0ns, "the last one ended at a time when nobody looks");
}

TEST_CASE("the first error in order is thrown after all have ended") {
  EventLoop loop(virtual_time);
  ended = 0;
  auto tasks = list(sleeps(loop, 4), fails(loop, 3), fails(loop, 1));
  CHECK_THROWS_WITH(loop.run(all_of(loop, std::move(tasks))), "after 3 hours");
  CHECK(ended == 3);
  CHECK(loop.now() == 4h);
}

TEST_CASE("whoever destroys all_of destroys all that it runs") {
  EventLoop loop(virtual_time);
  alive = 0;
  {
    auto all = all_of(loop, list(sleeps(loop, 2), sleeps(loop, 3)));
    all.start();
    REQUIRE(alive == 2);
  }
  CHECK(alive == 0);
}
