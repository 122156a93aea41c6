#include <doctest/doctest.h>
#include <fmt/format.h>

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

namespace doctest {
// How a time is shown where a check fails.
template <typename Count, typename Unit>
struct StringMaker<std::chrono::duration<Count, Unit>> {
  static String convert(std::chrono::nanoseconds time) {
    return fmt::format("{} ns", time.count()).c_str();
  }
};
}  // namespace doctest

namespace {

using Results = std::vector<std::optional<int>>;
using Duration = std::chrono::nanoseconds;

// As in "20 none 40".
std::string text(const Results& results) {
  std::string all;
  for (const std::optional<int>& result : results)
    all += (all.empty() ? "" : " ") +
           (result ? std::to_string(*result) : std::string("none"));
  return all;
}

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

struct Refused : std::exception {};

Green<int> fail_after(GreenLoop& loop, Duration time, const std::string& what) {
  return loop.spawn([&loop, time, what]() -> int {
    loop.sleep_for(time);
    throw std::runtime_error(what);
  });
}

}  // namespace

TEST_CASE("all have ended in time") {
  const Joined joined = join_sleepers({30ms, 10ms, 20ms}, 1s);
  REQUIRE_MESSAGE(text(joined.results) == "30 10 20",
                  "each result stands in the place of its green thread");
}

TEST_CASE("it returns at the moment when the last one has ended") {
  const Joined joined = join_sleepers({1500us, 700us}, 1s);
  CHECK_MESSAGE(joined.took == 1500us,
                "it returns at the moment when the last one has ended");
}

TEST_CASE("it sleeps until then and does not look again and again") {
  const Joined joined = join_sleepers({1500us + 1ns, 700us}, 1s);
  CHECK_MESSAGE(joined.took == 1500us + 1ns,
                "it sleeps until the last one has ended: no polling");
}

TEST_CASE("who is late is none") {
  const Joined joined = join_sleepers({20ms, 200ms}, 100ms);
  CHECK_MESSAGE(text(joined.results) == "20 none", "who is late is none");
  CHECK_MESSAGE(joined.took == 100ms, "it waits for `limit` and no longer");
}

TEST_CASE("the limit is for all together") {
  const Joined joined = join_sleepers({80ms, 160ms, 240ms}, 100ms);
  CHECK_MESSAGE(text(joined.results) == "80 none none",
                "the limit is for all together");
  CHECK_MESSAGE(joined.took == 100ms, "the limit is for all together");
}

TEST_CASE("a limit below a millisecond is kept") {
  const Joined joined = join_sleepers({200us, 900us}, 500us);
  CHECK_MESSAGE(text(joined.results) == "0 none",
                "a limit below a millisecond is kept");
  CHECK_MESSAGE(joined.took == 500us, "a limit below a millisecond is kept");
}

TEST_CASE("who ended in time counts also behind one that is late") {
  const Joined joined = join_sleepers({1h, 20ms, 1h, 40ms}, 100ms);
  CHECK_MESSAGE(text(joined.results) == "none 20 none 40",
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
    for (Green<int>& thread : threads)
      thread.join_until(loop.now());  // so that run() is silent about "second"
    REQUIRE_MESSAGE(error == "first",
                    "it throws what escaped the first in their order");
    CHECK_MESSAGE(loop.now() - start == 50ms,
                  "it throws once the others have ended, too");
  });
}

TEST_CASE("what escaped is thrown at the limit if another one is late") {
  GreenLoop loop(GreenLoop::Clock::virtual_time);
  loop.run([&] {
    std::vector<Green<int>> threads = sleep_each(loop, {1h});
    threads.insert(threads.begin(), fail_after(loop, 20ms, "failed"));
    const GreenLoop::Time start = loop.now();
    std::string error;
    try {
      join_all(loop, threads, 100ms);
    } catch (const std::exception& escaped) {
      error = escaped.what();
    }
    CHECK_MESSAGE(error == "failed",
                  "it throws what escaped, also when another one is late");
    CHECK_MESSAGE(loop.now() - start == 100ms,
                  "it throws at the limit when another one is late");
  });
}

TEST_CASE("it throws the very exception that escaped") {
  GreenLoop loop(GreenLoop::Clock::virtual_time);
  loop.run([&] {
    const std::vector<Green<int>> threads = {
        loop.spawn([]() -> int { throw Refused(); })};
    CHECK_THROWS_AS_MESSAGE(join_all(loop, threads, 1s), Refused,
                            "it throws the very exception that escaped");
  });
}

TEST_CASE("what escapes one that is late is not waited for") {
  GreenLoop loop(GreenLoop::Clock::virtual_time);
  loop.run([&] {
    const std::vector<Green<int>> threads = {fail_after(loop, 1h, "late")};
    CHECK_MESSAGE(text(join_all(loop, threads, 10ms)) == "none",
                  "what escapes one that is late is not waited for");
  });
}

TEST_CASE("who is late runs on") {
  GreenLoop loop(GreenLoop::Clock::virtual_time);
  loop.run([&] {
    std::vector<Green<int>> threads = sleep_each(loop, {50ms});
    CHECK_MESSAGE(text(join_all(loop, threads, 10ms)) == "none",
                  "who is late is none");
    CHECK_MESSAGE(threads[0].join() == 50, "who is late runs on");
  });
}

TEST_CASE("without any threads it returns at once") {
  const Joined joined = join_sleepers({}, 1h);
  CHECK_MESSAGE(joined.results.empty(), "no threads: an empty list");
  CHECK_MESSAGE(joined.took == 0ms, "no threads: at once");
}

TEST_CASE("with a limit of zero it does not wait") {
  const Joined joined = join_sleepers({10ms}, 0ms);
  CHECK_MESSAGE(text(joined.results) == "none", "who is late is none");
  CHECK_MESSAGE(joined.took == 0ms, "a limit of zero: it does not wait");
}

TEST_CASE("with a limit of zero who has ended is in the list") {
  GreenLoop loop(GreenLoop::Clock::virtual_time);
  loop.run([&] {
    const std::vector<Green<int>> threads = sleep_each(loop, {10ms, 30ms});
    loop.sleep_for(20ms);
    CHECK_MESSAGE(text(join_all(loop, threads, 0ms)) == "10 none",
                  "a limit of zero: who has ended is in the list");
  });
}

TEST_CASE("results that can only be moved") {
  GreenLoop loop(GreenLoop::Clock::virtual_time);
  loop.run([&] {
    const std::vector<Green<std::unique_ptr<int>>> threads = {
        loop.spawn([] { return std::make_unique<int>(7); })};
    const auto results = join_all(loop, threads, 1s);
    REQUIRE_MESSAGE(results.size() == 1, "one result for each green thread");
    REQUIRE_MESSAGE(results[0].has_value(), "who has ended is in the list");
    REQUIRE_MESSAGE(*results[0] != nullptr,
                    "join() gives the result away, once");
    CHECK(**results[0] == 7);
  });
}
