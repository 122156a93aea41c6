#include <doctest/doctest.h>

#include <exception>
#include <memory>
#include <stdexcept>
#include <string>

#include "round_robin.hpp"

namespace {

// A function that writes its name so many times and suspends after each.
std::function<void()> write_name(std::string& happened, char name, int times) {
  return [&happened, name, times] {
    for (int i = 0; i < times; ++i) {
      happened += name;
      GreenThread::suspend();
    }
  };
}

// What comes out of run(); empty if nothing does.
std::string error_of(RoundRobin& scheduler) {
  try {
    scheduler.run();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a function that never suspends runs to its end") {
  RoundRobin scheduler;
  int called = 0;
  scheduler.add([&] { ++called; });
  CHECK(called == 0);
  scheduler.run();
  REQUIRE_MESSAGE(called == 1, "one that never suspends runs to its end");
}

TEST_CASE("those that suspend take turns") {
  RoundRobin scheduler;
  std::string happened;
  for (const char name : {'a', 'b', 'c'})
    scheduler.add(write_name(happened, name, 3));
  scheduler.run();
  REQUIRE_MESSAGE(happened == "abcabcabc", "those that suspend take turns");
}

TEST_CASE("who has ended gets no turn") {
  RoundRobin scheduler;
  std::string happened;
  scheduler.add(write_name(happened, 'a', 3));
  scheduler.add(write_name(happened, 'b', 1));
  scheduler.add(write_name(happened, 'c', 2));
  scheduler.run();
  CHECK_MESSAGE(happened == "abcaca", "who has ended gets no turn");
}

TEST_CASE("one that is added by another begins when its turn comes") {
  RoundRobin scheduler;
  std::string happened;
  scheduler.add([&] {
    happened += 'a';
    scheduler.add(write_name(happened, 'x', 2));
    happened += 'a';
    GreenThread::suspend();
    happened += 'A';
  });
  scheduler.add(write_name(happened, 'b', 2));
  scheduler.run();
  CHECK_MESSAGE(happened == "aabxAbx",
                "a new one goes to the end of the queue, and so does one that "
                "suspends after that");
}

TEST_CASE("one that is added last of all runs too") {
  RoundRobin scheduler;
  std::string happened;
  scheduler.add([&] {
    scheduler.add([&] {
      happened += 'b';
      scheduler.add(write_name(happened, 'c', 2));
    });
    happened += 'a';
  });
  scheduler.run();
  CHECK(happened == "abcc");
}

TEST_CASE("one that has ended is destroyed before the next one runs") {
  RoundRobin scheduler;
  const auto held = std::make_shared<int>(0);
  long holders = -1;
  scheduler.add([held] { GreenThread::suspend(); });
  scheduler.add([&] {
    GreenThread::suspend();
    holders = held.use_count();
  });
  scheduler.run();
  CHECK_MESSAGE(holders == 1,
                "one that has ended is destroyed before the next one runs");
}

TEST_CASE("one that ended by an exception is destroyed as early") {
  RoundRobin scheduler;
  const auto held = std::make_shared<int>(0);
  long holders = -1;
  scheduler.add([held] { throw std::runtime_error("ended"); });
  scheduler.add([&] { holders = held.use_count(); });
  CHECK(error_of(scheduler) == "ended");
  CHECK_MESSAGE(holders == 1,
                "one that ended by an exception is destroyed as early");
}

TEST_CASE("when run returns all have been destroyed") {
  RoundRobin scheduler;
  const auto held = std::make_shared<int>(0);
  scheduler.add([held] {});
  scheduler.run();
  CHECK_MESSAGE(held.use_count() == 1,
                "when run returns, all have been destroyed");
}

TEST_CASE("when something escapes one of them the others go on") {
  RoundRobin scheduler;
  std::string happened;
  scheduler.add([] {
    GreenThread::suspend();
    throw std::runtime_error("first");
  });
  scheduler.add(write_name(happened, 'a', 3));
  scheduler.add([] {
    GreenThread::suspend();
    throw std::runtime_error("second");
  });
  const std::string error = error_of(scheduler);
  REQUIRE_MESSAGE(happened == "aaa", "the others go on");
  CHECK_MESSAGE(error == "first", "run throws what escaped first");
}

TEST_CASE("what escaped first counts and not who was added first") {
  RoundRobin scheduler;
  scheduler.add([] {
    GreenThread::suspend();
    throw std::runtime_error("later");
  });
  scheduler.add([] { throw std::runtime_error("earlier"); });
  CHECK_MESSAGE(error_of(scheduler) == "earlier",
                "what escaped first in time, also from one added later");
}

TEST_CASE("run throws the very exception that escaped") {
  RoundRobin scheduler;
  scheduler.add([] { throw 7; });
  CHECK_THROWS_AS_MESSAGE(scheduler.run(), int,
                          "run throws the very exception that escaped");
}

TEST_CASE("after an error the scheduler can be used again") {
  RoundRobin scheduler;
  scheduler.add([] { throw std::runtime_error("once"); });
  CHECK(error_of(scheduler) == "once");
  std::string happened;
  scheduler.add(write_name(happened, 'a', 2));
  CHECK_MESSAGE(error_of(scheduler) == "",
                "after an error the scheduler can be used again");
  CHECK_MESSAGE(happened == "aa",
                "after an error the scheduler can be used again");
}

TEST_CASE("without any green thread run returns") {
  RoundRobin scheduler;
  scheduler.run();
  scheduler.run();
}
