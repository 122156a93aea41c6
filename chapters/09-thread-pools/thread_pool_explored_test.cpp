// ThreadPool and map under every schedule.

#include <algorithm>
#include <array>
#include <future>
#include <optional>
#include <ranges>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "09-thread-pools/map.hpp"
#include "09-thread-pools/self_wait.hpp"
#include "09-thread-pools/thread_pool.hpp"
#include "interleave/doctest.hpp"

using workbook::map;
using workbook::ThreadPool;

namespace {

// Three jobs, and what one does with them in the order of `steps`: s submits
// the next job, g gets the result of the next, x stops the pool, d destroys it.
class Story {
 public:
  void run(const std::string& steps) {
    for (const char step : steps) {
      if (step == 's') submit();
      if (step == 'g') get();
      if (step == 'x') {
        pool_->request_stop();
        is_stopped_ = true;
      }
      if (step == 'd') pool_.reset();
    }
  }

 private:
  void submit() {
    const std::size_t i = submitted_++;
    try {
      results_[i] = pool_->submit([this, i] {
        ++runs_[i];
        return static_cast<int>(i);
      });
      CHECK_FALSE(is_stopped_);
    } catch (const std::runtime_error&) {
      CHECK(is_stopped_);
    }
  }

  void get() {
    const std::size_t i = got_++;
    if (!results_[i].valid()) return;  // it was refused
    try {
      const int result = results_[i].get();
      CHECK(result == static_cast<int>(i));
      CHECK(runs_[i] == 1);
    } catch (const std::future_error& error) {
      CHECK(is_stopped_);
      CHECK((error.code() == std::future_errc::broken_promise));
      CHECK(runs_[i] == 0);
    }
  }

  bool is_stopped_ = false;
  std::size_t submitted_ = 0;
  std::size_t got_ = 0;
  std::array<int, 3> runs_ = {};  // each written by the job of that number
  std::array<std::future<int>, 3> results_;
  std::optional<ThreadPool> pool_{std::in_place, 2};
};

// All orders of the steps of `steps` that make sense: a job is submitted before
// its result is asked for, and nothing is asked of a pool that is destroyed.
std::vector<std::string> orders(std::string steps) {
  std::vector<std::string> found;
  std::ranges::sort(steps);
  do {
    std::size_t submitted = 0;
    std::size_t got = 0;
    bool is_destroyed = false;
    bool makes_sense = true;
    for (const char step : steps) {
      if (step == 's') ++submitted;
      if (step == 'g') makes_sense &= ++got <= submitted;
      if (step != 'g') makes_sense &= !is_destroyed;
      if (step == 'd') is_destroyed = true;
    }
    if (makes_sense) found.push_back(steps);
  } while (std::ranges::next_permutation(steps).found);
  return found;
}

// The orders of `steps` in which the stop, if there is one, is the step with
// the number `stop`.
void check_orders(const std::string& steps, int preemptions,
                  const std::set<std::size_t>& stops = {}) {
  std::vector<std::string> stories = orders(steps);
  if (!stops.empty()) {
    std::erase_if(stories, [&](const std::string& story) {
      return !stops.contains(story.find('x'));
    });
  }
  CHECK_FALSE(stories.empty());
  for (const std::string& story : stories) {
    INFO("in the order ", story);
    CHECK_INTERLEAVINGS([&] { Story().run(story); },
                        {.preemptions = preemptions});
  }
}

}  // namespace

TEST_CASE("3 jobs on 2 workers: each runs once and its result arrives") {
  CHECK_INTERLEAVINGS([] { Story().run("sssgggd"); });
}

TEST_CASE("3 jobs and the end of their pool: each is run before it is gone") {
  CHECK_INTERLEAVINGS([] { Story().run("sssdggg"); });
}

TEST_CASE("3 jobs and a stop: each runs once or its future says it did not") {
  CHECK_INTERLEAVINGS([] { Story().run("sssxgggd"); });
}

TEST_CASE("submit and get and destroy in every order") {
  CHECK(orders("sssgggd").size() == 14);
  check_orders("sssgggd", 1);
}

TEST_CASE("submit and get and stop and destroy in every order") {
  CHECK(orders("sssgggxd").size() == 84);
  check_orders("sssgggxd", 1);
}

TEST_SUITE("thorough") {
  TEST_CASE("two preemptions: every order without a stop") {
    check_orders("sssgggd", 2);
  }
  TEST_CASE("two preemptions: a stop before all else") {
    check_orders("sssgggxd", 2, {0});
  }
  TEST_CASE("two preemptions: a stop as the second to fourth step") {
    check_orders("sssgggxd", 2, {1, 2, 3});
  }
  TEST_CASE("two preemptions: a stop as the fifth step") {
    check_orders("sssgggxd", 2, {4});
  }
  TEST_CASE("two preemptions: a stop as the sixth step") {
    check_orders("sssgggxd", 2, {5});
  }
  TEST_CASE("two preemptions: a stop as the seventh step") {
    check_orders("sssgggxd", 2, {6});
  }
}

TEST_CASE("a stop from another thread: a job is refused or run or broken") {
  CHECK_INTERLEAVINGS([] {
    ThreadPool pool(1);
    std::thread stopper([&] { pool.request_stop(); });
    int runs = 0;
    std::future<void> job;
    try {
      job = pool.submit([&] { ++runs; });
    } catch (const std::runtime_error&) {
    }
    stopper.join();
    if (!job.valid()) {
      CHECK(runs == 0);
    } else {
      try {
        job.get();
        CHECK(runs == 1);
      } catch (const std::future_error&) {
        CHECK(runs == 0);
      }
    }
  });
}

TEST_CASE("what a job throws arrives under every schedule") {
  CHECK_INTERLEAVINGS([] {
    ThreadPool pool(1);
    std::future<void> failed = pool.submit([] { throw 7; });
    std::future<int> next = pool.submit([] { return 1; });
    int thrown = 0;
    try {
      failed.get();
    } catch (const int number) {
      thrown = number;
    }
    CHECK(thrown == 7);
    const int result = next.get();
    CHECK(result == 1);
  });
}

TEST_CASE("a job may submit another and go on") {
  CHECK_INTERLEAVINGS([] {
    std::future<int> inner;
    ThreadPool pool(1);
    pool.submit([&] { inner = pool.submit([] { return 2; }); }).get();
    const int result = inner.get();
    CHECK(result == 2);
  });
}

TEST_CASE("map calls each item once and keeps the order of the results") {
  CHECK_INTERLEAVINGS([] {
    ThreadPool pool(2);
    const std::vector<int> doubled =
        map(pool, std::views::iota(1, 4), [](int i) { return 2 * i; });
    CHECK(doubled[0] == 2);
    CHECK(doubled[1] == 4);
    CHECK(doubled[2] == 6);
  });
}

TEST_CASE("map throws when all calls have ended") {
  CHECK_INTERLEAVINGS([] {
    int ended = 0;  // by the call for item 1; plain: a race would be reported
    int thrown = -1;
    ThreadPool pool(2);
    try {
      map(pool, std::views::iota(0, 2), [&](int i) {
        if (i == 0) throw i;
        return ++ended;
      });
    } catch (const int item) {
      thrown = item;
    }
    CHECK(thrown == 0);
    CHECK(ended == 1);
  });
}

TEST_CASE("map that a stop interrupts throws when all calls have ended") {
  CHECK_INTERLEAVINGS([] {
    std::array<int, 2> calls = {};  // plain: a race would be reported
    ThreadPool pool(2);
    std::thread stopper([&] { pool.request_stop(); });
    bool was_stopped = false;
    try {
      map(pool, std::views::iota(0, 2),
          [&](int i) { return ++calls[static_cast<std::size_t>(i)]; });
    } catch (const std::future_error&) {  // before the calls
      was_stopped = true;
    } catch (const std::runtime_error&) {  // before a job was submitted
      was_stopped = true;
    }
    const int called = calls[0] + calls[1];
    CHECK(called <= 2);
    if (!was_stopped) CHECK(called == 2);
    stopper.join();
  });
}

TEST_CASE("jobs that wait for jobs of their own pool can stop for ever") {
  CHECK_INTERLEAVINGS_FIND(workbook::Outcome::deadlock, workbook::self_wait);
}

TEST_CASE("to wait outside is a way out") {
  CHECK_INTERLEAVINGS(workbook::wait_outside);
}

TEST_CASE("a second pool is a way out") {
  CHECK_INTERLEAVINGS(workbook::second_pool);
}

TEST_CASE("to say what comes next is a way out") {
  CHECK_INTERLEAVINGS(workbook::what_comes_next);
}
