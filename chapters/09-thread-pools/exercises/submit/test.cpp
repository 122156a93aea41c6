#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <future>
#include <latch>
#include <memory>
#include <thread>

#include "interleave/doctest.hpp"
#include "pool.hpp"
#include "workbook/move_only_function.hpp"
#include "workbook/thread_probe.hpp"

namespace {

// The jobs are of two types, for compiling submit() for each lambda would take
// many times as long. Neither these nor a number can be copied.
using Job = workbook::MoveOnlyFunction<void()>;
using Number = std::unique_ptr<int>;
using Compute = workbook::MoveOnlyFunction<Number()>;

void one_job() {
  Pool pool(1);
  const Number result =
      pool.submit(Compute([] { return std::make_unique<int>(42); })).get();
  const int number = *result;
  CHECK(number == 42);
}

}  // namespace

TEST_CASE("jobs run in the workers and in no other thread") {
  CHECK_INTERLEAVINGS([] {
    const std::thread::id here = std::this_thread::get_id();
    std::atomic<int> running = 0;
    const auto job = [&] {
      CHECK(std::this_thread::get_id() != here);
      const int at_once = ++running;
      CHECK(at_once == 1);  // there is one worker
      --running;
    };
    Pool pool(1);
    std::future<void> first = pool.submit(Job(job));
    std::future<void> second = pool.submit(Job(job));
    first.get();
    second.get();
  });
}

TEST_CASE("what a job returns comes out of its future") {
  CHECK_INTERLEAVINGS(one_job);
}

TEST_CASE("what a job throws comes out of its future and the worker goes on") {
  CHECK_INTERLEAVINGS([] {
    Pool pool(1);
    std::future<void> failed = pool.submit(Job([] { throw 7; }));
    std::future<void> next = pool.submit(Job([] {}));
    int caught = 0;
    try {
      failed.get();
    } catch (const int number) {
      caught = number;
    } catch (const std::future_error&) {  // a broken promise
    }
    CHECK(caught == 7);
    next.get();
  });
}

TEST_CASE("a job and its result may be such as can only be moved") {
  CHECK_INTERLEAVINGS([] {
    Pool pool(1);
    std::future<Number> result =
        pool.submit(Compute([owned = std::make_unique<int>(7)]() mutable {
          return std::move(owned);
        }));
    const int number = *result.get();
    CHECK(number == 7);
  });
}

TEST_CASE("a worker that goes to sleep meanwhile hears of the job") {
  CHECK_INTERLEAVINGS(one_job);
}

TEST_CASE("2 jobs that need each other run at once") {
  CHECK_INTERLEAVINGS(
      [] {
        std::latch both(2);
        const auto meet = [&] { both.arrive_and_wait(); };
        Pool pool(2);
        std::future<void> first = pool.submit(Job(meet));
        std::future<void> second = pool.submit(Job(meet));
        first.get();
        second.get();
      },
      {.preemptions = 1});
}

TEST_CASE("a worker that finds the queue empty again waits again") {
  CHECK_INTERLEAVINGS(
      [] {
        Pool pool(2);
        int runs = 0;
        pool.submit(Job([&] { ++runs; })).get();
        pool.submit(Job([&] { ++runs; })).get();
        CHECK(runs == 2);
      },
      {.preemptions = 1});
}

// The first job holds the worker while the others are submitted.
TEST_CASE("jobs begin in the order of their submission") {
  CHECK_INTERLEAVINGS([] {
    std::latch gate(1);
    std::array<int, 2> runs = {};
    {
      Pool pool(1);
      pool.submit(Job([&] { gate.wait(); }));
      pool.submit(Job([&] { runs[0] = 1; }));
      pool.submit(Job([&] { runs[1] = runs[0] + 1; }));
      gate.count_down();
    }
    CHECK(runs[0] == 1);
    CHECK(runs[1] == 2);
  });
}

TEST_CASE("the destructor runs what was submitted") {
  CHECK_INTERLEAVINGS(
      [] {
        std::array<int, 2> runs = {};
        {
          Pool pool(2);
          pool.submit(Job([&] { ++runs[0]; }));
          pool.submit(Job([&] { ++runs[1]; }));
        }
        CHECK(runs[0] == 1);
        CHECK(runs[1] == 1);
      },
      {.preemptions = 1});
}

TEST_CASE("an idle worker sleeps") {
  REQUIRE(workbook::explore(one_job).passed());  // or this would hang
  Pool pool(1);
  pid_t worker = 0;
  pool.submit(Job([&] { worker = workbook::this_thread_id(); })).get();
  CHECK(workbook::sleeps(worker));
}
