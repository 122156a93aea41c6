#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>

#include "03-gil/gil.hpp"
#include "03-gil/gil_guards.hpp"
#include "interleave/doctest.hpp"

using namespace std::chrono_literals;
using workbook::Gil;
using workbook::HoldGil;
using workbook::ReleaseGil;

// `count` is a plain number: two threads that use it at once are a data race.

TEST_CASE("one thread at a time has the lock under every schedule") {
  CHECK_INTERLEAVINGS([] {
    Gil gil;
    int count = 0;
    const auto work = [&] {
      for (int i = 0; i < 2; ++i) {
        const HoldGil hold(&gil);
        ++count;
      }
    };
    std::thread other(work);
    work();
    other.join();
    CHECK(count == 4);
  });
}

// With an interval of 0 nobody's time runs out: who is not woken sleeps on.
TEST_CASE("three threads all get the lock: no wake-up is lost") {
  CHECK_INTERLEAVINGS([] {
    Gil gil({.interval = 0ns});
    int count = 0;
    const auto work = [&] {
      const HoldGil hold(&gil);
      ++count;
    };
    std::thread one(work);
    std::thread two(work);
    work();
    one.join();
    two.join();
    CHECK(count == 3);
  });
}

TEST_CASE("whoever waits has its turn when the holder hands over") {
  CHECK_INTERLEAVINGS([] {
    Gil gil;
    std::string turns;
    gil.take();
    std::thread other([&] {
      const HoldGil hold(&gil);
      turns += 'o';
    });
    while (gil.waiting() == 0) std::this_thread::yield();
    gil.hand_over();
    turns += 'h';
    gil.drop();
    other.join();
    CHECK(turns == "oh");
  });
}

TEST_CASE(
    "threads that check for requests never wait for each other for ever") {
  CHECK_INTERLEAVINGS([] {
    Gil gil;
    int count = 0;
    const auto work = [&] {
      const HoldGil hold(&gil);
      for (int i = 0; i < 2; ++i) {
        ++count;
        if (gil.drop_requested()) gil.hand_over();
      }
    };
    std::thread other(work);
    work();
    other.join();
    CHECK(count == 4);
  });
}

TEST_CASE("three threads hand the lock round and all come to their end") {
  CHECK_INTERLEAVINGS([] {
    Gil gil({.interval = 0ns});
    int count = 0;
    const auto work = [&] {
      const HoldGil hold(&gil);
      ++count;
      if (gil.drop_requested()) gil.hand_over();
      ++count;
    };
    std::thread one(work);
    std::thread two(work);
    work();
    one.join();
    two.join();
    CHECK(count == 6);
  });
}

TEST_CASE("a thread that releases the lock gets it back") {
  CHECK_INTERLEAVINGS([] {
    Gil gil;
    int count = 0;
    const auto work = [&] {
      const HoldGil hold(&gil);
      ++count;
      { const ReleaseGil released(&gil); }
      ++count;
    };
    std::thread other(work);
    work();
    other.join();
    CHECK(count == 4);
  });
}
