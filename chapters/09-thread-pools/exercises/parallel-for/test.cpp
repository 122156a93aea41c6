#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <future>
#include <latch>
#include <thread>

#include "interleave/doctest.hpp"
#include "parallel_for.hpp"
#include "workbook/move_only_function.hpp"

namespace {

// The bodies are of one type, for compiling parallel_for() for each of them
// would take many times as long; so are the jobs.
using Body = workbook::MoveOnlyFunction<void(long)>;
using Job = workbook::MoveOnlyFunction<void()>;

// What parallel_for threw: a number, or -1 for nothing.
long thrown_by(ThreadPool& pool, long first, long last, const Body& body) {
  try {
    parallel_for(pool, first, last, body);
  } catch (const long number) {
    return number;
  }
  return -1;
}

}  // namespace

TEST_CASE("each index is called once") {
  CHECK_INTERLEAVINGS(
      [] {
        std::array<std::atomic<int>, 3> calls = {};
        ThreadPool pool(2);
        parallel_for(pool, 5, 8, Body([&](long i) {
                       ++calls[static_cast<std::size_t>(i - 5)];
                     }));
        CHECK(calls[0] == 1);
        CHECK(calls[1] == 1);
        CHECK(calls[2] == 1);
      },
      {.preemptions = 1});
}

TEST_CASE("the workers make the calls and the caller makes none") {
  CHECK_INTERLEAVINGS([] {
    const std::thread::id here = std::this_thread::get_id();
    ThreadPool pool(1);
    parallel_for(pool, 0, 2, Body([&](long) {
                   CHECK(std::this_thread::get_id() != here);
                 }));
  });
}

TEST_CASE("no index and no call") {
  CHECK_INTERLEAVINGS([] {
    ThreadPool pool(1);
    parallel_for(pool, 3, 3, Body([](long) { CHECK(false); }));
    parallel_for(pool, 3, 0, Body([](long) { CHECK(false); }));
  });
}

TEST_CASE("what a call throws is thrown here") {
  CHECK_INTERLEAVINGS(
      [] {
        ThreadPool pool(2);
        const long thrown = thrown_by(pool, 0, 2, [](long i) {
          if (i == 1) throw i;
        });
        CHECK(thrown == 1);
      },
      {.preemptions = 1});
}

TEST_CASE("what a call throws leaves the workers alive") {
  CHECK_INTERLEAVINGS([] {
    ThreadPool pool(1);
    thrown_by(pool, 0, 1, [](long i) { throw i; });
    parallel_for(pool, 0, 1, Body([](long) {}));
  });
}

TEST_CASE("two calls that throw: one of the exceptions is thrown") {
  CHECK_INTERLEAVINGS(
      [] {
        ThreadPool pool(2);
        const long thrown = thrown_by(pool, 0, 2, [](long i) { throw i; });
        CHECK((thrown == 0 || thrown == 1));
      },
      {.preemptions = 1});
}

TEST_CASE("it throws when no call is going on any more") {
  CHECK_INTERLEAVINGS(
      [] {
        std::atomic<int> going_on = 0;
        ThreadPool pool(2);
        const long thrown = thrown_by(pool, 0, 2, [&](long i) {
          ++going_on;
          if (i == 0) {
            --going_on;
            throw i;
          }
          --going_on;
        });
        CHECK(thrown == 0);
        CHECK(going_on == 0);
      },
      {.preemptions = 1});
}

TEST_CASE("after an exception no further call begins") {
  CHECK_INTERLEAVINGS([] {
    int calls = 0;
    ThreadPool pool(1);  // so the indices come in order
    const long thrown = thrown_by(pool, 0, 10, [&](long i) {
      ++calls;
      if (i == 2) throw i;
    });
    CHECK(thrown == 2);
    CHECK(calls == 3);
  });
}

// Call 1 goes on until the worker of call 0, which failed, is free again: it
// runs something else.
TEST_CASE("after an exception the other workers begin no call either") {
  CHECK_INTERLEAVINGS(
      [] {
        std::atomic<bool> has_failed = false;
        ThreadPool pool(2);
        const long thrown = thrown_by(pool, 0, 3, [&](long i) {
          if (i == 0) throw i;
          CHECK(!has_failed);
          pool.submit(Job([] {})).get();
          has_failed = true;
        });
        CHECK(thrown == 0);
      },
      {.preemptions = 1});
}

TEST_CASE("a worker that is free takes from what is left") {
  CHECK_INTERLEAVINGS(
      [] {
        std::atomic<int> others = 0;
        std::latch others_are_done(1);
        ThreadPool pool(2);
        parallel_for(pool, 0, 4, Body([&](long i) {
                       if (i == 0) {
                         others_are_done.wait();
                       } else if (++others == 3) {
                         others_are_done.count_down();
                       }
                     }));
      },
      {.preemptions = 1});
}

TEST_CASE("it hands over one job for each worker") {
  CHECK_INTERLEAVINGS(
      [] {
        std::latch gate(1);
        std::latch has_begun(1);
        ThreadPool pool(1);
        pool.submit(Job([&] {
          has_begun.count_down();
          gate.wait();
        }));
        has_begun.wait();
        std::thread caller(
            [&] { parallel_for(pool, 0, 3, Body([](long) {})); });
        const std::size_t queued = pool.queued();
        CHECK(queued <= 1);
        gate.count_down();
        caller.join();
      },
      {.preemptions = 1});
}
