#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <thread>
#include <vector>

#include "interleave/doctest.hpp"
#include "pool.hpp"
#include "workbook/thread_probe.hpp"

namespace {

// The jobs are of few types, for compiling submit() for each of them would take
// three times as long.
using Job = std::function<void()>;
using Number = std::function<int()>;

void one_job() {
  Pool pool(1);
  const int result = pool.submit(Number([] { return 42; })).get();
  CHECK(result == 42);
}

}  // namespace

TEST_CASE("jobs run in the workers and in no other thread") {
  CHECK_INTERLEAVINGS([] {
    const std::thread::id here = std::this_thread::get_id();
    std::atomic<int> running = 0;
    const Job job = [&] {
      CHECK(std::this_thread::get_id() != here);
      const int at_once = ++running;
      CHECK(at_once == 1);  // there is one worker
      --running;
    };
    Pool pool(1);
    std::future<void> first = pool.submit(job);
    std::future<void> second = pool.submit(job);
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
    std::future<std::unique_ptr<int>> result =
        pool.submit([owned = std::make_unique<int>(7)]() mutable {
          return std::move(owned);
        });
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
        Pool pool(2);
        std::array<std::promise<void>, 2> here;
        std::future<void> first = pool.submit(Job([&] {
          here[0].set_value();
          here[1].get_future().get();
        }));
        std::future<void> second = pool.submit(Job([&] {
          here[1].set_value();
          here[0].get_future().get();
        }));
        first.get();
        second.get();
      },
      {.preemptions = 1});
}

TEST_CASE("a worker that finds the queue empty again waits again") {
  CHECK_INTERLEAVINGS(
      [] {
        Pool pool(2);
        std::future<int> first = pool.submit(Number([] { return 1; }));
        int sum = first.get();
        std::future<int> second = pool.submit(Number([] { return 2; }));
        sum += second.get();
        CHECK(sum == 3);
      },
      {.preemptions = 1});
}

// The first job holds the worker while the others are submitted.
TEST_CASE("jobs begin in the order of their submission") {
  CHECK_INTERLEAVINGS([] {
    std::promise<void> gate;
    std::vector<int> order;
    {
      Pool pool(1);
      pool.submit(Job([&] { gate.get_future().get(); }));
      pool.submit(Job([&] { order.push_back(1); }));
      pool.submit(Job([&] { order.push_back(2); }));
      gate.set_value();
    }
    const bool is_in_order = order == std::vector<int>{1, 2};
    CHECK(is_in_order);
  });
}

TEST_CASE("the destructor runs what was submitted") {
  CHECK_INTERLEAVINGS([] {
    std::array<int, 2> runs = {};
    {
      Pool pool(2);
      pool.submit(Job([&] { ++runs[0]; }));
      pool.submit(Job([&] { ++runs[1]; }));
    }
    CHECK(runs[0] == 1);
    CHECK(runs[1] == 1);
  });
}

TEST_CASE("an idle worker sleeps") {
  REQUIRE(workbook::explore(one_job).passed());  // or this would hang
  Pool pool(1);
  CHECK(workbook::sleeps(pool.submit(Number(workbook::this_thread_id)).get()));
}
