#include "09-thread-pools/thread_pool.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <future>
#include <latch>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "09-thread-pools/textbook_pool.hpp"
#include "workbook/eventually.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/thread_probe.hpp"

using workbook::eventually;
using workbook::sleeps;
using workbook::this_thread_id;
using workbook::ThreadPool;

namespace {

bool is_broken(std::future<void>& future) {
  try {
    future.get();
  } catch (const std::future_error& error) {
    return error.code() == std::future_errc::broken_promise;
  }
  return false;
}

// How many bytes of address space this process uses.
rlim_t address_space() {
  rlim_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * 4096;
}

}  // namespace

TEST_CASE("what a job returns comes out of its future") {
  ThreadPool pool(2);
  std::future<int> number = pool.submit([] { return 6 * 7; });
  std::future<std::string> text = pool.submit([] { return std::string("ok"); });
  std::future<void> nothing = pool.submit([] {});
  CHECK(number.get() == 42);
  CHECK(text.get() == "ok");
  CHECK_NOTHROW(nothing.get());
}

TEST_CASE("what a job throws is thrown where you wait and the worker goes on") {
  ThreadPool pool(1);
  std::future<void> failed =
      pool.submit([] { throw std::runtime_error("no paper"); });
  std::future<int> next = pool.submit([] { return 1; });
  CHECK_THROWS_WITH_AS(failed.get(), "no paper", std::runtime_error);
  CHECK(next.get() == 1);
}

TEST_CASE("a job and its result may be such as can only be moved") {
  ThreadPool pool(1);
  auto input = std::make_unique<int>(7);
  std::future<std::unique_ptr<int>> output = pool.submit(
      [input = std::move(input)]() mutable { return std::move(input); });
  CHECK(*output.get() == 7);
}

TEST_CASE("jobs run in other threads than the one that submits") {
  ThreadPool pool(1);
  CHECK(pool.submit([] { return std::this_thread::get_id(); }).get() !=
        std::this_thread::get_id());
}

TEST_CASE("as many jobs run at once as there are workers") {
  std::latch all_here(3);  // only three that run at once get past it
  std::vector<std::future<void>> jobs;
  ThreadPool pool(3);
  for (int i = 0; i < 3; ++i)
    jobs.push_back(pool.submit([&] { all_here.arrive_and_wait(); }));
  for (std::future<void>& job : jobs) job.get();
  CHECK(pool.size() == 3);
}

TEST_CASE("one worker runs jobs in the order of submission") {
  std::vector<int> order;
  {
    ThreadPool pool(1);
    for (int i = 0; i < 100; ++i) pool.submit([&, i] { order.push_back(i); });
  }
  REQUIRE(order.size() == 100);
  CHECK(std::ranges::is_sorted(order));
}

TEST_CASE("a pool of 0 workers is refused") {
  CHECK_THROWS_WITH_AS(ThreadPool(0), "a pool of 0 workers",
                       std::invalid_argument);
}

TEST_CASE("idle workers sleep and so does one who waits for a result") {
  std::latch both_here(2);
  ThreadPool pool(2);
  const auto worker_id = [&] {
    both_here.arrive_and_wait();
    return this_thread_id();
  };
  std::future<pid_t> first = pool.submit(worker_id);
  std::future<pid_t> second = pool.submit(worker_id);
  CHECK(sleeps(first.get()));
  CHECK(sleeps(second.get()));

  const pid_t waiting = this_thread_id();
  CHECK(pool.submit([=] { return sleeps(waiting); }).get());
}

TEST_CASE("the destructor waits until every job has been run") {
  std::latch gate(1);
  int runs = 0;  // by the one worker
  std::atomic<bool> is_destroyed = false;
  std::jthread owner([&] {
    {
      ThreadPool pool(1);
      pool.submit([&] { gate.wait(); });
      for (int i = 0; i < 100; ++i) pool.submit([&] { ++runs; });
    }
    is_destroyed = true;
  });
  CHECK_FALSE(is_destroyed);
  gate.count_down();
  owner.join();
  CHECK(runs == 100);
}

TEST_CASE("a future outlives its pool") {
  std::future<int> answer;
  {
    ThreadPool pool(1);
    answer = pool.submit([] { return 42; });
  }
  CHECK(answer.get() == 42);
}

TEST_CASE("a future that is dropped does not wait") {
  std::latch gate(1);
  ThreadPool pool(1);
  pool.submit([&] { gate.wait(); });  // would hang here if it waited
  gate.count_down();
}

TEST_CASE("request_stop discards jobs that have not begun") {
  std::latch has_begun(1);
  std::latch gate(1);
  ThreadPool pool(1);
  std::future<int> running = pool.submit([&] {
    has_begun.count_down();
    gate.wait();
    return 1;
  });
  bool was_run = false;
  std::future<void> queued = pool.submit([&] { was_run = true; });
  has_begun.wait();
  pool.request_stop();  // does not wait: the gate is closed
  CHECK(is_broken(queued));
  gate.count_down();
  CHECK(running.get() == 1);
  CHECK_FALSE(was_run);
}

TEST_CASE("request_stop discards all jobs that have not begun") {
  std::latch has_begun(1);
  std::latch gate(1);
  std::vector<std::future<void>> queued;
  ThreadPool pool(1);
  pool.submit([&] {
    has_begun.count_down();
    gate.wait();
  });
  for (int i = 0; i < 3; ++i) queued.push_back(pool.submit([] {}));
  has_begun.wait();
  CHECK(pool.queued() == 3);
  pool.request_stop();
  CHECK(pool.queued() == 0);
  gate.count_down();
  CHECK(std::ranges::all_of(queued, is_broken));
}

TEST_CASE("submit is refused once the pool was asked to stop") {
  ThreadPool pool(1);
  pool.request_stop();
  pool.request_stop();  // again: nothing happens
  CHECK_THROWS_WITH_AS(pool.submit([] {}), "submit: the pool was asked to stop",
                       std::runtime_error);
}

TEST_CASE("what a job holds is released with it and not with the future") {
  auto held = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = held;
  ThreadPool pool(1);
  const std::future<void> done = pool.submit([held = std::move(held)] {});
  CHECK(eventually([&] { return watch.expired(); }));
  CHECK(done.valid());
}

TEST_CASE("when a thread cannot be started those that were are ended") {
  if (workbook::sanitized) {
    MESSAGE("not tried: a sanitizer needs the address space");
    return;
  }
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_AS, &before) == 0);
  const rlimit little{address_space() + 64 * 1024 * 1024, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_AS, &little) == 0);
  std::optional<std::system_error> caught;
  try {
    const ThreadPool pool(1000);
  } catch (const std::system_error& error) {
    caught = error;
  }
  REQUIRE(::setrlimit(RLIMIT_AS, &before) == 0);
  REQUIRE(caught);
  CHECK(caught->code() == std::errc::resource_unavailable_try_again);
}

TEST_CASE("the textbook pool keeps the same promises") {
  std::vector<std::future<int>> results;
  std::future<void> failed;
  {
    workbook::TextbookPool pool(2);
    for (int i = 0; i < 100; ++i)
      results.push_back(pool.submit([i] { return i; }));
    failed = pool.submit([] { throw std::runtime_error("no paper"); });
  }
  for (int i = 0; i < 100; ++i)
    CHECK(results[static_cast<std::size_t>(i)].get() == i);
  CHECK_THROWS_WITH(failed.get(), "no paper");
}
