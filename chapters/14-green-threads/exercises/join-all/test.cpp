#include <doctest/doctest.h>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "14-green-threads/green_loop.hpp"
#include "14-green-threads/results_until.hpp"

// A rule of this exercise: an answer that calls results_until() does not
// compile.
#define results_until results_until_is_what_this_exercise_builds
#include "join_all.hpp"
#undef results_until

using namespace std::chrono_literals;
using workbook::Green;
using workbook::GreenLoop;

namespace {

using Results = std::vector<std::optional<int>>;
using Duration = std::chrono::nanoseconds;

// Green threads that each sleep for a time, and return it in milliseconds.
std::vector<Green<int>> sleep_each(GreenLoop& loop,
                                   const std::vector<Duration>& times) {
  std::vector<Green<int>> threads;
  threads.reserve(times.size());
  for (const Duration time : times) {
    threads.push_back(loop.spawn([&loop, time] {
      loop.sleep_for(time);
      return static_cast<int>(time / 1ms);
    }));
  }
  return threads;
}

struct Joined {
  Results results;
  Duration took{};
};

// What join_all does with them, on virtual time.
Joined join_sleepers(const std::vector<Duration>& times, Duration limit) {
  GreenLoop loop(GreenLoop::Clock::virtual_time);
  Joined joined;
  loop.run([&] {
    const auto threads = sleep_each(loop, times);
    const GreenLoop::Time start = loop.now();
    joined.results = join_all(loop, threads, limit);
    joined.took = loop.now() - start;
  });
  return joined;
}

Green<int> fail_after(GreenLoop& loop, Duration time, const std::string& what) {
  return loop.spawn([&loop, time, what]() -> int {
    loop.sleep_for(time);
    throw std::runtime_error(what);
  });
}

}  // namespace

TEST_CASE("all have ended in time") {
  const Joined joined = join_sleepers({30ms, 10ms, 20ms}, 1s);
  REQUIRE_MESSAGE((joined.results == Results{30, 10, 20}),
                  "each result stands in the place of its green thread");
}

TEST_CASE("it returns at the moment when the last one has ended") {
  const Joined joined = join_sleepers({1500us, 700us}, 1s);
  CHECK_MESSAGE(joined.took == 1500us,
                "it returns at the moment when the last one has ended");
}

TEST_CASE("who is late is none") {
  const Joined joined = join_sleepers({20ms, 200ms}, 100ms);
  CHECK(joined.results == Results{20, std::nullopt});
  CHECK_MESSAGE(joined.took == 100ms, "it waits for `limit` and no longer");
}

TEST_CASE("the limit is for all together") {
  const Joined joined = join_sleepers({80ms, 160ms, 240ms}, 100ms);
  CHECK_MESSAGE((joined.results == Results{80, std::nullopt, std::nullopt}),
                "the limit is for all together");
  CHECK(joined.took == 100ms);
}

TEST_CASE("who ended in time counts also behind one that is late") {
  const Joined joined = join_sleepers({1h, 20ms, 1h, 40ms}, 100ms);
  CHECK_MESSAGE((joined.results == Results{std::nullopt, 20, std::nullopt, 40}),
                "who ended in time counts, also behind one that is late");
}

TEST_CASE("what escaped is thrown once the others have ended") {
  GreenLoop loop(GreenLoop::Clock::virtual_time);
  loop.run([&] {
    std::vector<Green<int>> threads = sleep_each(loop, {50ms});
    threads.insert(threads.begin(), fail_after(loop, 20ms, "second"));
    threads.insert(threads.begin(), fail_after(loop, 30ms, "first"));
    const GreenLoop::Time start = loop.now();
    std::string error;
    try {
      join_all(loop, threads, 1s);
    } catch (const std::exception& escaped) {
      error = escaped.what();
    }
    REQUIRE_MESSAGE(error == "first",
                    "it throws what escaped the first in their order");
    CHECK_MESSAGE(loop.now() - start == 50ms,
                  "it throws once the others have ended, too");
  });
}

TEST_CASE("what escapes one that is late is not waited for") {
  GreenLoop loop(GreenLoop::Clock::virtual_time);
  loop.run([&] {
    const std::vector<Green<int>> threads = {fail_after(loop, 1h, "late")};
    CHECK(join_all(loop, threads, 10ms) == Results{std::nullopt});
  });
}

TEST_CASE("who is late runs on") {
  GreenLoop loop(GreenLoop::Clock::virtual_time);
  loop.run([&] {
    std::vector<Green<int>> threads = sleep_each(loop, {50ms});
    CHECK(join_all(loop, threads, 10ms) == Results{std::nullopt});
    CHECK(threads[0].join() == 50);
  });
}

TEST_CASE("no threads and no time") {
  CHECK(join_sleepers({}, 1h).results.empty());
  CHECK(join_sleepers({}, 1h).took == 0ms);
  const Joined joined = join_sleepers({10ms}, 0ms);
  CHECK(joined.results == Results{std::nullopt});
  CHECK(joined.took == 0ms);
}

TEST_CASE("results that can only be moved") {
  GreenLoop loop(GreenLoop::Clock::virtual_time);
  loop.run([&] {
    const std::vector<Green<std::unique_ptr<int>>> threads = {
        loop.spawn([] { return std::make_unique<int>(7); })};
    const auto results = join_all(loop, threads, 1s);
    REQUIRE(results.size() == 1);
    REQUIRE(results[0]);
    CHECK(**results[0] == 7);
  });
}
