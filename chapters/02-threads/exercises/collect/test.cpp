#include "collect.hpp"

#include <atomic>
#include <functional>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "interleave/doctest.hpp"
#include "workbook/values_in_words.hpp"

namespace {

using Tasks = std::vector<std::function<long()>>;

struct Answer {
  int number;
};  // an exception need not be a std::exception

// A thread that has called mark() counts when it ends, after all else it does.
std::atomic<int> ended_threads = 0;
struct CountsAtTheEnd {
  bool marked = false;
  ~CountsAtTheEnd() {
    if (marked) ++ended_threads;
  }
};
void mark() {
  thread_local CountsAtTheEnd counts;
  counts.marked = true;
}

}  // namespace

TEST_CASE("the results are in the order of the tasks") {
  CHECK_INTERLEAVINGS([] {
    const std::vector<long> results =
        collect({[] { return 11L; }, [] { return 22L; }});
    CHECK(results == std::vector<long>{11, 22});
  });
}

TEST_CASE("no tasks give no results and one task gives one") {
  CHECK(collect({}).empty());
  CHECK(collect({[] { return 7L; }}) == std::vector<long>{7});
}

TEST_CASE("a single task has a thread of its own too") {
  std::thread::id thread;
  collect({[&] {
    thread = std::this_thread::get_id();
    return 7L;
  }});
  CHECK(thread != std::this_thread::get_id());
}

TEST_CASE("all tasks run at the same time") {
  CHECK_INTERLEAVINGS([] {
    std::latch all_are_here(3);
    const auto meet = [&] {
      all_are_here.arrive_and_wait();
      return 1L;
    };
    CHECK(collect({meet, meet, meet}).size() == 3);
  });
}

TEST_CASE("twenty tasks run at the same time too") {
  std::latch all_are_here(20);
  const Tasks tasks(20, [&] {
    all_are_here.arrive_and_wait();
    return 1L;
  });
  CHECK(collect(tasks).size() == 20);
}

TEST_CASE("of two exceptions the one of the earlier task comes out") {
  CHECK_INTERLEAVINGS([] {
    const Tasks tasks = {
        [] { return 1L; },
        []() -> long { throw std::runtime_error("task 1"); },
        []() -> long { throw std::runtime_error("task 2"); },
    };
    CHECK_THROWS_WITH_AS(collect(tasks), "task 1", std::runtime_error);
  });
}

TEST_CASE("the earlier task's comes out whatever the later one throws") {
  CHECK_INTERLEAVINGS([] {
    const Tasks tasks = {
        []() -> long { throw std::runtime_error("task 0"); },
        []() -> long { throw Answer{1}; },
    };
    CHECK_THROWS_WITH_AS(collect(tasks), "task 0", std::runtime_error);
  });
}

TEST_CASE("what comes out is what was thrown") {
  CHECK_INTERLEAVINGS([] {
    const Tasks tasks = {[]() -> long { throw std::out_of_range("page 9"); }};
    CHECK_THROWS_WITH_AS(collect(tasks), "page 9", std::out_of_range);
  });
  CHECK_INTERLEAVINGS([] {
    const Tasks tasks = {[]() -> long { throw Answer{42}; }};
    CHECK_THROWS_AS(collect(tasks), Answer);
  });
}

TEST_CASE("every thread has ended when a result comes out") {
  CHECK_INTERLEAVINGS([] {
    const auto task = [] {
      mark();
      return 1L;
    };
    ended_threads = 0;
    CHECK(collect({task, task}).size() == 2);
    CHECK(ended_threads.load() == 2);
  });
}

TEST_CASE("every thread has ended when an exception comes out") {
  CHECK_INTERLEAVINGS([] {
    const Tasks tasks = {
        []() -> long {
          mark();
          throw Answer{42};
        },
        [] {
          mark();
          return 1L;
        },
    };
    ended_threads = 0;
    CHECK_THROWS_AS(collect(tasks), Answer);
    CHECK(ended_threads.load() == 2);
  });
}
