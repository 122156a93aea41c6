#include "02-threads/event.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "workbook/eventually.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/thread_probe.hpp"

using namespace std::chrono_literals;
using namespace workbook;

TEST_CASE("an event is set until it is cleared") {
  Event event;
  CHECK_FALSE(event.is_set());
  event.set();
  CHECK(event.is_set());
  event.set();
  CHECK(event.is_set());
  event.clear();
  CHECK_FALSE(event.is_set());
}

TEST_CASE("whoever comes to a set event does not wait") {
  Event event;
  event.set();
  event.wait();
  event.wait();
  CHECK(event.wait_for(0s));
  CHECK(event.wait_for(-1s));
}

TEST_CASE("wait_for returns false when its limit passed and no sooner") {
  const Event event;
  const Stopwatch stopwatch;
  CHECK_FALSE(event.wait_for(20ms));
  CHECK(stopwatch.elapsed() >= 20ms);
  CHECK_FALSE(event.wait_for(0s));
}

TEST_CASE("wait_for returns true when the event is set in time") {
  Event event;
  std::atomic<pid_t> waiter = 0;
  std::jthread other([&] {
    waiter = this_thread_id();
    CHECK(event.wait_for(1h));
  });
  CHECK(eventually([&] { return waiter != 0; }));
  CHECK(sleeps(waiter));
  event.set();
}

TEST_CASE("a limit that the clock cannot count to is no limit") {
  Event event;
  std::atomic<pid_t> waiter = 0;
  std::jthread other([&] {
    waiter = this_thread_id();
    CHECK(event.wait_for(std::chrono::nanoseconds::max()));
  });
  CHECK(eventually([&] { return waiter != 0; }));
  CHECK(sleeps(waiter));
  event.set();
}

TEST_CASE("a thread that waits sleeps") {
  Event event;
  std::atomic<pid_t> waiter = 0;
  std::jthread other([&] {
    waiter = this_thread_id();
    event.wait();
  });
  CHECK(eventually([&] { return waiter != 0; }));
  CHECK(sleeps(waiter));
  event.set();
}

TEST_CASE("set releases all who wait even if clear follows at once") {
  Event event;
  constexpr std::size_t count = 5;
  std::vector<std::atomic<pid_t>> waiters(count);
  std::vector<std::jthread> threads;
  for (std::atomic<pid_t>& waiter : waiters) {
    threads.emplace_back([&] {
      waiter = this_thread_id();
      event.wait();
    });
  }
  for (const std::atomic<pid_t>& waiter : waiters) {
    CHECK(eventually([&] { return waiter != 0 && sleeps(waiter); }));
  }
  event.set();
  event.clear();
  threads.clear();  // joins them: nobody is left behind
  CHECK_FALSE(event.is_set());
}
