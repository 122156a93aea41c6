#include "03-gil/gil.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <chrono>
#include <latch>
#include <stdexcept>
#include <thread>
#include <vector>

#include "03-gil/gil_guards.hpp"
#include "03-gil/in_threads.hpp"
#include "workbook/eventually.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/thread_probe.hpp"

using namespace std::chrono_literals;
using namespace workbook;

TEST_CASE(
    "a thread that waits asks for the lock, but not before the interval") {
  constexpr auto interval = 20ms;
  Gil gil({.interval = interval});
  gil.take();
  const Stopwatch stopwatch;
  std::jthread other([&] { const HoldGil hold(&gil); });
  CHECK(eventually([&] { return gil.drop_requested().load(); }));
  CHECK(stopwatch.elapsed() >= interval);
  gil.drop();
}

TEST_CASE("a thread with a long interval waits and does not ask") {
  Gil gil({.interval = 1h});
  gil.take();
  const ProbedCall other([&] { const HoldGil hold(&gil); });
  CHECK(eventually([&] { return gil.waiting() == 1; }));
  CHECK(other.sleeps());
  CHECK_FALSE(gil.drop_requested());
  gil.drop();
}

TEST_CASE("with an interval of 0 a thread asks at once and then sleeps") {
  Gil gil({.interval = 0ns});
  gil.take();
  const ProbedCall other([&] { const HoldGil hold(&gil); });
  CHECK(eventually([&] { return gil.drop_requested().load(); }));
  CHECK(other.sleeps());
  gil.drop();
}

TEST_CASE("a request is answered by the hand-over and is then forgotten") {
  Gil gil({.interval = 1ms});
  gil.take();
  std::jthread other([&] { const HoldGil hold(&gil); });
  CHECK(eventually([&] { return gil.drop_requested().load(); }));
  gil.hand_over();
  CHECK_FALSE(gil.drop_requested());
  gil.drop();
}

TEST_CASE("a hand-over returns after the other thread had the lock") {
  Gil gil;
  bool had_it = false;  // guarded by gil
  gil.take();
  std::jthread other([&] {
    const HoldGil hold(&gil);
    had_it = true;
  });
  CHECK(eventually([&] { return gil.waiting() == 1; }));
  gil.hand_over();
  CHECK(had_it);
  gil.drop();
}

TEST_CASE("a hand-over with nobody who waits keeps the lock") {
  Gil gil;
  gil.take();
  gil.hand_over();
  CHECK(gil.switches() == 1);
  gil.drop();
}

// Each holder gives the lock up when it is asked to, and only then.
TEST_CASE("two threads that are always busy have it in turns") {
  constexpr std::size_t turns = 20;
  thread_local int self = -1;
  std::vector<int> order;  // guarded by gil
  Gil gil({.interval = 1ms, .on_event = [&](GilEvent event) {
             if (event == GilEvent::take) order.push_back(self);
           }});
  in_threads(2, &gil, [&](int i) {
    self = i;
    const HoldGil hold(&gil);
    while (order.size() < turns) {
      if (gil.drop_requested()) gil.hand_over();
    }
  });
  REQUIRE(order.size() >= turns);
  for (std::size_t i = 2; i < turns; ++i) {  // the first is in_threads()
    CHECK_MESSAGE(order[i] != order[i - 1], "thread ", order[i], " had turn ",
                  i, " and the one before");
  }
}

TEST_CASE("dropping and taking it again is no switch") {
  Gil gil;
  for (int i = 0; i < 3; ++i) const HoldGil hold(&gil);
  CHECK(gil.switches() == 1);
  std::jthread([&] { const HoldGil hold(&gil); }).join();
  CHECK(gil.switches() == 2);
}

TEST_CASE("others can have the lock while a scope releases it") {
  Gil gil;
  std::latch taken(1);
  std::jthread other;
  const HoldGil hold(&gil);
  {
    const ReleaseGil released(&gil);
    other = std::jthread([&] {
      const HoldGil hold_too(&gil);
      taken.count_down();
    });
    taken.wait();  // comes only if the lock can be had
  }
  CHECK(gil.switches() == 3);
}

TEST_CASE("an exception that leaves a released scope finds the lock taken") {
  Gil gil;
  std::jthread other;
  const HoldGil hold(&gil);
  try {
    const ReleaseGil released(&gil);
    throw std::runtime_error("the call failed");
  } catch (const std::runtime_error&) {
  }
  other = std::jthread([&] { const HoldGil hold_too(&gil); });
  CHECK(eventually([&] { return gil.waiting() == 1; }));
}

TEST_CASE("errno survives the wait for the lock") {
  Gil gil({.on_event = [](GilEvent) { errno = EINVAL; }});
  const HoldGil hold(&gil);
  {
    const ReleaseGil released(&gil);
    errno = ENOENT;
  }
  CHECK(errno == ENOENT);
}

TEST_CASE("guards without a lock do nothing") {
  const HoldGil hold(nullptr);
  const ReleaseGil released(nullptr);
  CHECK(true);
}
