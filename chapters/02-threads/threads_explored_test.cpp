#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

#include "02-threads/event.hpp"
#include "interleave/doctest.hpp"

using namespace std::chrono_literals;
using namespace workbook;

TEST_CASE("no wake-up is lost whenever the event is set") {
  CHECK_INTERLEAVINGS([] {
    Event event;
    std::thread waiter([&] {
      event.wait();
      CHECK(event.is_set());
    });
    event.set();
    waiter.join();
  });
}

TEST_CASE("set releases two threads that wait") {
  CHECK_INTERLEAVINGS([] {
    Event event;
    std::thread one([&] { event.wait(); });
    std::thread two([&] { event.wait(); });
    event.set();
    one.join();
    two.join();
  });
}

TEST_CASE("what was written before set is seen after wait") {
  CHECK_INTERLEAVINGS([] {
    Event event;
    int answer = 0;
    std::thread waiter([&] {
      event.wait();
      CHECK(answer == 42);
    });
    answer = 42;
    event.set();
    waiter.join();
  });
}

TEST_CASE("wait_for is true exactly when the event was set in time") {
  CHECK_INTERLEAVINGS([] {
    Event event;
    std::thread setter([&] { event.set(); });
    if (!event.wait_for(10ms)) event.wait();
    CHECK(event.is_set());
    CHECK(event.wait_for(0s));
    setter.join();
  });
}

TEST_CASE("a wait does not end without a reason") {
  CHECK_INTERLEAVINGS(
      [] {
        Event event;
        std::thread waiter([&] {
          event.wait();
          CHECK(event.is_set());
        });
        event.set();
        waiter.join();
      },
      {.spurious_wakeups = true});
}

// Without preemptions, main goes on from its sleep when the other one waits.
TEST_CASE("a set that is cleared at once still releases who waits") {
  CHECK_INTERLEAVINGS(
      [] {
        Event event;
        std::thread waiter([&] { event.wait(); });
        std::thread patient([&] { CHECK(event.wait_for(1h)); });
        std::this_thread::sleep_for(50ms);
        event.set();
        event.clear();
        if (!exploring()) event.set();  // they may have come late
        waiter.join();
        patient.join();
      },
      {.preemptions = 0});
}

TEST_CASE("who was released may destroy the event") {
  CHECK_INTERLEAVINGS([] {
    auto event = std::make_unique<Event>();
    std::thread setter([&, raw = event.get()] { raw->set(); });
    event->wait();
    event.reset();
    setter.join();
  });
}

TEST_CASE("threads may begin in the opposite order of their start") {
  CHECK_INTERLEAVINGS_FIND(Outcome::assertion, [] {
    std::atomic<int> place = 0;
    int place_of_last = 0;
    std::thread first([&] { ++place; });
    std::thread second([&] { ++place; });
    std::thread last([&] { place_of_last = ++place; });
    first.join();
    second.join();
    last.join();
    CHECK(place_of_last != 1);
  });
}
