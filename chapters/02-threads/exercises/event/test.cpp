#include "event.hpp"

#include <atomic>
#include <chrono>
#include <thread>

#include "interleave/doctest.hpp"
#include "workbook/eventually.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/thread_probe.hpp"

using namespace std::chrono_literals;

// A rule of this exercise: an answer that includes the chapter's Event does not
// compile.
namespace workbook {
using Event = struct write_your_own_event;
}

TEST_CASE("an event is set until it is cleared") {
  Event event;
  CHECK_FALSE(event.is_set());
  event.set();
  CHECK(event.is_set());
  event.clear();
  CHECK_FALSE(event.is_set());
}

TEST_CASE("whoever comes to a set event does not wait") {
  CHECK_INTERLEAVINGS([] {
    Event event;
    event.set();
    event.wait();
    CHECK(event.wait_for(0s));
    CHECK(event.wait_for(1h));
  });
}

// Time goes on only when all threads wait for it: a wait that is woken takes
// none, and one that looks again after a while is found out.
TEST_CASE("no wake-up is lost whenever the event is set") {
  CHECK_INTERLEAVINGS([] {
    Event event;
    const workbook::Stopwatch stopwatch;
    std::thread waiter([&] {
      event.wait();
      CHECK(event.is_set());
    });
    event.set();
    waiter.join();
    if (workbook::exploring()) CHECK(stopwatch.elapsed() < 10ms);
  });
}

TEST_CASE("set releases everybody who waits") {
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

TEST_CASE("one thread may look while another sets and clears") {
  CHECK_INTERLEAVINGS([] {
    Event event;
    std::thread other([&] {
      event.set();
      event.clear();
    });
    event.is_set();
    other.join();
    CHECK_FALSE(event.is_set());
  });
}

// A condition variable may wake a thread for no reason. Here it does.
TEST_CASE("a wait that is woken for no reason goes on") {
  constexpr workbook::ExploreOptions wake_for_no_reason{.spurious_wakeups =
                                                            true};
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
      wake_for_no_reason);
  CHECK_INTERLEAVINGS(
      [] {
        Event event;
        std::thread waiter([&] {
          if (event.wait_for(1h)) CHECK(event.is_set());
        });
        event.set();
        waiter.join();
      },
      wake_for_no_reason);
}

// Time is virtual in these: it goes on when all threads wait, and an hour takes
// none. Without preemptions a thread that sleeps goes on when no other can.
constexpr workbook::ExploreOptions everybody_waits_first{.preemptions = 0};

TEST_CASE("wait_for returns false when its limit passed and no sooner") {
  CHECK_INTERLEAVINGS([] {
    const Event event;
    const workbook::Stopwatch stopwatch;
    CHECK_FALSE(event.wait_for(20ms));
    CHECK(stopwatch.elapsed() >= 20ms);
  });
}

TEST_CASE("wait_for returns true as soon as the event is set") {
  CHECK_INTERLEAVINGS(
      [] {
        Event event;
        std::thread waiter([&] {
          const workbook::Stopwatch stopwatch;
          CHECK(event.wait_for(1h));
          CHECK(stopwatch.elapsed() < 1h);
        });
        std::this_thread::sleep_for(10ms);
        event.set();
        waiter.join();
      },
      everybody_waits_first);
}

TEST_CASE("set releases who waits even if clear follows at once") {
  CHECK_INTERLEAVINGS(
      [] {
        Event event;
        std::thread one([&] { event.wait(); });
        std::thread two([&] { CHECK(event.wait_for(1h)); });
        std::this_thread::sleep_for(10ms);
        event.set();
        event.clear();
        if (workbook::exploring()) CHECK_FALSE(event.wait_for(1ms));
        if (!workbook::exploring()) event.set();  // they may have come late
        one.join();
        two.join();
      },
      everybody_waits_first);
}

TEST_CASE("clear releases nobody") {
  CHECK_INTERLEAVINGS(
      [] {
        Event event;
        std::thread waiter([&] { CHECK_FALSE(event.wait_for(50ms)); });
        std::this_thread::sleep_for(10ms);
        event.clear();
        waiter.join();
        event.set();
        CHECK(event.wait_for(0s));
        CHECK(event.is_set());
      },
      everybody_waits_first);
}

namespace {

// Whether the thread that runs `wait` sleeps until the event is set.
template <typename Wait>
bool sleeps_in(Event& event, Wait wait) {
  std::atomic<pid_t> waiter = 0;
  std::jthread thread([&] {
    waiter = workbook::this_thread_id();
    wait();
  });
  const bool slept = workbook::eventually([&] { return waiter != 0; }) &&
                     workbook::sleeps(waiter);
  event.set();
  return slept;
}

}  // namespace

TEST_CASE("nobody polls: a thread that waits sleeps") {
  Event event;
  CHECK(sleeps_in(event, [&] { event.wait(); }));
  event.clear();
  CHECK(sleeps_in(event, [&] { event.wait_for(1h); }));
  event.clear();
  CHECK(sleeps_in(event, [&] { event.wait(); }));  // also the second time
}
