#include <doctest/doctest.h>

#include <array>
#include <future>
#include <latch>
#include <memory>
#include <stdexcept>
#include <thread>

#include "interleave/doctest.hpp"
#include "pool.hpp"
#include "workbook/move_only_function.hpp"
#include "workbook/thread_probe.hpp"

namespace {

// The jobs are of one type, for compiling submit() for each lambda would take
// many times as long.
using Job = workbook::MoveOnlyFunction<void()>;

// What a job may own: when it is destroyed, it submits a job that counts.
struct SubmitAgain {
  int* runs;

  void operator()(Pool* pool) const {
    try {
      pool->submit(Job([runs = runs] { ++*runs; }));
    } catch (const std::runtime_error&) {  // it takes no more jobs
    }
  }
};
using Owned = std::unique_ptr<Pool, SubmitAgain>;

// Whether the job of this future was destroyed unrun. Waits for it to be that,
// or done.
bool is_broken(std::future<void>& future) {
  try {
    future.get();
  } catch (const std::future_error& error) {
    return error.code() == std::future_errc::broken_promise;
  }
  return false;
}

}  // namespace

TEST_CASE("drain runs what was submitted") {
  CHECK_INTERLEAVINGS(
      [] {
        std::array<int, 3> runs = {};
        Pool pool(2);
        for (int& run : runs) pool.submit(Job([&run] { ++run; }));
        pool.drain();
        CHECK(runs[0] == 1);
        CHECK(runs[1] == 1);
        CHECK(runs[2] == 1);
      },
      {.preemptions = 1});
}

TEST_CASE("drain ends every worker") {
  CHECK_INTERLEAVINGS([] {
    Pool pool(2);
    pool.drain();
    pool.drain();  // again: nothing happens
  });
}

TEST_CASE("discard runs a job to its end or not at all") {
  CHECK_INTERLEAVINGS([] {
    std::latch gate(1);
    std::latch has_begun(1);
    int runs = 0;
    Pool pool(1);
    std::future<void> running = pool.submit(Job([&] {
      has_begun.count_down();
      gate.wait();
    }));
    std::future<void> queued = pool.submit(Job([&] { ++runs; }));
    has_begun.wait();
    std::thread opener([&] { gate.count_down(); });
    // The worker is in its first job, or just out of it.
    pool.discard();
    opener.join();
    CHECK_FALSE(is_broken(running));
    CHECK((runs == 1) != is_broken(queued));
  });
}

TEST_CASE("discard breaks the futures of jobs that have not begun") {
  CHECK_INTERLEAVINGS([] {
    std::latch gate(1);
    std::latch has_begun(1);
    Pool pool(1);
    std::future<void> running = pool.submit(Job([&] {
      has_begun.count_down();
      gate.wait();
    }));
    std::future<void> queued = pool.submit(Job([] {}));
    has_begun.wait();
    std::thread ender([&] { pool.discard(); });
    const bool is_discarded = is_broken(queued);  // the first one still runs
    CHECK(is_discarded);
    gate.count_down();
    ender.join();
    CHECK_FALSE(is_broken(running));
  });
}

TEST_CASE("a discarded job may use the pool when it is destroyed") {
  CHECK_INTERLEAVINGS(
      [] {
        std::latch gate(1);
        std::latch has_begun(1);
        bool was_run = false;
        int runs = 0;
        Pool pool(1);
        pool.submit(Job([&] {
          has_begun.count_down();
          gate.wait();
        }));
        has_begun.wait();
        pool.submit(
            Job([&, owned = Owned(&pool, {&runs})] { was_run = true; }));
        std::thread ender([&] { pool.discard(); });
        gate.count_down();
        ender.join();
        CHECK((was_run || runs == 0));
      },
      {.preemptions = 1});
}

// When the worker destroys the first job, it may not hold the lock.
TEST_CASE("a job that was run may use the pool when it is destroyed") {
  CHECK_INTERLEAVINGS([] {
    bool was_run = false;
    int runs = 0;
    Pool pool(1);
    pool.submit(Job([&, owned = Owned(&pool, {&runs})] { was_run = true; }));
    pool.submit(Job([] {}));
    pool.drain();
    CHECK(was_run);
  });
}

TEST_CASE("who has nothing to do sleeps") {
  const auto drains = workbook::explore([] {
    Pool pool(1);
    pool.submit(Job([] {}));
    pool.drain();
  });
  REQUIRE(drains.passed());  // or this would hang
  std::latch gate(1);
  Pool pool(1);
  pid_t worker = 0;
  pool.submit(Job([&] { worker = workbook::this_thread_id(); })).get();
  CHECK_MESSAGE(workbook::sleeps(worker), "an idle worker polls");
  pool.submit(Job([&] { gate.wait(); }));
  pool.submit(Job([] {}));
  const workbook::ProbedCall drainer([&] { pool.drain(); });
  CHECK_MESSAGE(drainer.sleeps(), "drain polls while jobs are left");
  gate.count_down();
}

TEST_CASE("no job is taken after the end") {
  CHECK_INTERLEAVINGS([] {
    Pool drained(1);
    drained.drain();
    bool is_refused = false;
    try {
      drained.submit(Job([] {}));
    } catch (const std::runtime_error&) {
      is_refused = true;
    }
    CHECK(is_refused);
    drained.discard();  // after drain: nothing happens
  });
}
