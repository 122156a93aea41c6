#include "run_capped.hpp"

#include <pthread.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <barrier>
#include <chrono>
#include <fstream>
#include <functional>
#include <latch>
#include <stdexcept>
#include <thread>
#include <vector>

#include "interleave/doctest.hpp"
#include "workbook/thread_probe.hpp"

namespace {

using Tasks = std::vector<std::function<void()>>;

// How many threads there are more than `before`; one that was just joined may
// take a moment to go, so it looks again when there are more than `expected`.
int threads_beyond(int before, int expected) {
  int count = workbook::thread_count() - before;
  for (int look = 0; look < 20 && count > expected; ++look) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    count = workbook::thread_count() - before;
  }
  return count;
}

// What the first of `count` tasks sees, of which `cap` run at once. It looks
// when the caller has nothing left to do but wait, and no task ends before.
struct Seen {
  bool caller_sleeps = false;
  int threads = 0;
};

Seen seen_by_first(std::size_t count, std::size_t cap) {
  const int before = workbook::thread_count();
  const pid_t caller = workbook::this_thread_id();
  std::latch looked(1);
  Seen seen;
  Tasks tasks(count, [&] { looked.wait(); });
  tasks.front() = [&] {
    seen.caller_sleeps = workbook::sleeps(caller);
    seen.threads = threads_beyond(before, static_cast<int>(cap));
    looked.count_down();
  };
  run_capped(tasks, cap);
  return seen;
}

}  // namespace

TEST_CASE("no task runs in the caller") {
  const pid_t caller = workbook::this_thread_id();
  std::atomic<bool> in_caller = false;
  run_capped(Tasks(100,
                   [&] {
                     if (workbook::this_thread_id() == caller) in_caller = true;
                   }),
             2);
  REQUIRE_MESSAGE(!in_caller, "a task ran in the caller's thread");
}

TEST_CASE("no more threads exist than the cap allows, and the caller sleeps") {
  const Seen seen = seen_by_first(10, 3);
  CHECK_MESSAGE(seen.threads <= 3, seen.threads,
                " threads for 10 tasks, where 3 are allowed");
  REQUIRE_MESSAGE(seen.caller_sleeps,
                  "the caller woke up again and again while tasks were left");
  CHECK_MESSAGE(seen_by_first(2, 2).caller_sleeps,
                "the caller woke up again and again while the last tasks ran");
}

TEST_CASE("every task runs once") {
  std::vector<std::atomic<int>> runs(100);
  Tasks tasks;
  for (std::atomic<int>& run : runs) tasks.emplace_back([&run] { ++run; });
  for (const std::size_t cap : {1, 3, 99, 100, 101}) {
    for (std::atomic<int>& run : runs) run = 0;
    run_capped(tasks, cap);
    for (const std::atomic<int>& run : runs) CHECK(run == 1);
  }
}

TEST_CASE("every task runs once in any schedule") {
  CHECK_INTERLEAVINGS([] {
    std::atomic<int> first = 0;
    std::atomic<int> second = 0;
    std::atomic<int> third = 0;
    run_capped({[&] { ++first; }, [&] { ++second; }, [&] { ++third; }}, 2);
    CHECK(first == 1);
    CHECK(second == 1);
    CHECK(third == 1);
  });
}

TEST_CASE("it returns without tasks and refuses a cap of 0") {
  run_capped({}, 3);
  CHECK_THROWS_AS(run_capped({[] {}}, 0), std::invalid_argument);
}

// Three by three they get through.
TEST_CASE("as many tasks as the cap allows run at once") {
  std::array<std::latch, 3> threes = {std::latch(3), std::latch(3),
                                      std::latch(3)};
  std::atomic<std::size_t> arrived = 0;
  run_capped(Tasks(9, [&] { threes.at(arrived++ / 3).arrive_and_wait(); }), 3);
}

// The first task waits for all others, which take turns beside it.
TEST_CASE("when any task ends the next one starts") {
  std::latch others(9);
  Tasks tasks(10, [&] { others.count_down(); });
  tasks.front() = [&] { others.wait(); };
  run_capped(tasks, 2);
}

// What a thread has for itself is destroyed at its end, here slowly.
TEST_CASE("when it returns its threads have ended") {
  static std::atomic<int> begun = 0;
  static std::atomic<int> ended = 0;
  struct OfItsThread {
    OfItsThread() { ++begun; }
    ~OfItsThread() {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      ++ended;
    }
  };
  run_capped(Tasks(4,
                   [] {
                     thread_local const OfItsThread of_its_thread;
                     static_cast<void>(of_its_thread);
                   }),
             2);
  const int running = begun - ended;
  CHECK_MESSAGE(running == 0, "it returned while ", running,
                " of its threads still ran");
}

// Stacks of 64 MiB of address space are too large to be kept for other threads.
// Two tasks in the middle hold both places while the stacks are counted.
TEST_CASE("a thread that has ended is joined while others run") {
  constexpr long stack = 64L * 1024 * 1024;
  pthread_attr_t attributes;
  ::pthread_attr_init(&attributes);
  ::pthread_attr_setstacksize(&attributes, stack);
  ::pthread_setattr_default_np(&attributes);
  ::pthread_attr_destroy(&attributes);
  const auto address_space = [] {  // in stacks
    long pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return pages * ::sysconf(_SC_PAGESIZE) / stack;
  };
  const long before = address_space();
  long in_the_middle = 0;
  std::barrier both(2);
  Tasks tasks(60, [] {});
  tasks[40] = [&] {
    both.arrive_and_wait();
    in_the_middle = address_space();
    both.arrive_and_wait();
  };
  tasks[41] = [&] {
    both.arrive_and_wait();
    both.arrive_and_wait();
  };
  run_capped(tasks, 2);
  const long stacks = in_the_middle - before;
  CHECK_MESSAGE(stacks < 20, "after 40 tasks, at most 2 at once, about ",
                stacks, " stacks are left");
}
