#include <atomic>
#include <chrono>
#include <stop_token>
#include <thread>

#include "interleave/doctest.hpp"
#include "repeat.hpp"
#include "workbook/eventually.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/thread_probe.hpp"

using namespace std::chrono_literals;
using workbook::exploring;
using workbook::Stopwatch;

namespace {

// Time is virtual where interleave explores: it goes on when all threads wait,
// and an hour takes none. With real threads the period is short.
std::chrono::nanoseconds period() {
  if (exploring()) return 1h;
  return 1ms;
}

// No schedule of an answer that wakes up at once needs as long.
bool at_once(const Stopwatch& since) {
  return !exploring() || since.elapsed() < 1s;
}

// A thread that sleeps goes on only when no other can.
constexpr workbook::ExploreOptions everybody_waits_first{.preemptions = 0};

}  // namespace

TEST_CASE("work is called at once and then once in every period") {
  CHECK_INTERLEAVINGS(
      [] {
        std::atomic<int> calls = 0;
        std::jthread worker([&](const std::stop_token& asked) {
          repeat(asked, period(), [&] { ++calls; });
        });
        std::this_thread::sleep_for(period() / 2);
        if (exploring()) CHECK(calls.load() == 1);
        std::this_thread::sleep_for(2 * period());
        worker.request_stop();
        worker.join();
        if (exploring()) CHECK(calls.load() == 3);
      },
      everybody_waits_first);
}

TEST_CASE("a worker that waits ends as soon as it is asked") {
  CHECK_INTERLEAVINGS(
      [] {
        std::jthread worker([](const std::stop_token& asked) {
          repeat(asked, period(), [] {});
        });
        std::this_thread::sleep_for(period() / 2);
        const Stopwatch since_asked;
        worker.request_stop();
        worker.join();
        CHECK(at_once(since_asked));
      },
      everybody_waits_first);
}

TEST_CASE("a request is never missed whenever it comes") {
  CHECK_INTERLEAVINGS([] {
    std::jthread worker(
        [](const std::stop_token& asked) { repeat(asked, period(), [] {}); });
    worker.request_stop();
    const Stopwatch since_asked;
    worker.join();
    CHECK(at_once(since_asked));
  });
}

TEST_CASE("a worker that was asked before it begins does not work") {
  std::stop_source source;
  source.request_stop();
  int calls = 0;
  repeat(source.get_token(), 1h, [&] { ++calls; });
  CHECK(calls == 0);
}

TEST_CASE("the work itself may ask to stop") {
  CHECK_INTERLEAVINGS([] {
    std::stop_source source;
    const Stopwatch stopwatch;
    int calls = 0;
    repeat(source.get_token(), period(), [&] {
      ++calls;
      source.request_stop();
    });
    CHECK(calls == 1);
    CHECK(at_once(stopwatch));
  });
}

// A condition variable may wake a thread for no reason. Here it does, while
// another thread runs.
TEST_CASE("work is never called before a period has passed") {
  CHECK_INTERLEAVINGS(
      [] {
        std::stop_source source;
        std::jthread worker([&] {
          int calls = 0;
          Stopwatch since_the_last;
          repeat(source.get_token(), period(), [&] {
            if (++calls > 1) CHECK(since_the_last.elapsed() >= period());
            if (calls == 2) source.request_stop();
            std::this_thread::sleep_for(period() /
                                        2);  // the work takes a while
            since_the_last = Stopwatch();
          });
        });
        for (int i = 0; i < 3; ++i) std::this_thread::yield();
      },
      {.spurious_wakeups = true});
}

TEST_CASE("a period begins when the work has returned") {
  CHECK_INTERLEAVINGS(
      [] {
        std::stop_source source;
        int calls = 0;
        Stopwatch since_the_last;
        repeat(source.get_token(), period(), [&] {
          if (++calls > 1) CHECK(since_the_last.elapsed() >= period());
          if (calls == 3) source.request_stop();
          std::this_thread::sleep_for(2 * period());  // longer than a period
          since_the_last = Stopwatch();
        });
      },
      everybody_waits_first);
}

TEST_CASE("nobody polls: a worker that waits sleeps") {
  std::atomic<pid_t> thread = 0;
  std::jthread worker([&](const std::stop_token& asked) {
    thread = workbook::this_thread_id();
    repeat(asked, 1s, [] {});
  });
  CHECK(workbook::eventually([&] { return thread != 0; }));
  CHECK(workbook::sleeps(thread));
}
