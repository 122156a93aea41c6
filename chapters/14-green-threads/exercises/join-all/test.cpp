#include <doctest/doctest.h>

#include <exception>
#include <string>
#include <vector>

#include "14-green-threads/green_loop.hpp"
#include "14-green-threads/results_until.hpp"
#include "fixture.hpp"

// A rule of this exercise: an answer that calls results_until() does not
// compile.
#define results_until results_until_is_what_this_exercise_builds
#include "join_all.hpp"
#undef results_until

using namespace fixture;
using namespace std::chrono_literals;
using namespace std::string_literals;
using workbook::GreenLoop;

namespace {

struct Refused : std::exception {
  const char* what() const noexcept override { return "refused"; }
};

// What join_all does with them, and when, as in "20 none after 100ms".
std::string joined(GreenLoop& loop, const std::vector<Sleeper>& threads,
                   Duration limit) {
  const GreenLoop::Time start = loop.now();
  std::string what;
  try {
    what = text(join_all(loop, threads, limit));
  } catch (const std::exception& escaped) {
    what = "throws \""s + escaped.what() + "\"";
  }
  return what + " after " + text(loop.now() - start);
}

std::string joined(const std::vector<Duration>& times, Duration limit) {
  std::string what;
  run([&](GreenLoop& loop) {
    what = joined(loop, sleepers(loop, times), limit);
  });
  return what;
}

}  // namespace

TEST_CASE("each result stands in the place of its green thread") {
  REQUIRE(joined({30ms, 10ms, 20ms}, 1s) == "30 10 20 after 30ms"s);
}

TEST_CASE("it returns at the moment when the last one has ended") {
  CHECK(joined({1500us, 700us}, 1s) == "1 0 after 1500us"s);
}

TEST_CASE("it sleeps until the last one has ended: no polling") {
  CHECK(joined({1500us + 1ns, 700us}, 1s) == "1 0 after 1500001ns"s);
}

TEST_CASE("who is late is none") {
  CHECK(joined({20ms, 200ms}, 100ms) == "20 none after 100ms"s);
}

TEST_CASE("the limit is for all together") {
  CHECK(joined({80ms, 160ms, 240ms}, 100ms) == "80 none none after 100ms"s);
}

TEST_CASE("a limit below a millisecond is kept") {
  CHECK(joined({200us, 900us}, 500us) == "0 none after 500us"s);
}

TEST_CASE("who ended in time counts also behind one that is late") {
  CHECK(joined({1h, 20ms, 1h, 40ms}, 100ms) == "none 20 none 40 after 100ms"s);
}

TEST_CASE("it throws what escaped the first in their order") {
  run([](GreenLoop& loop) {
    std::vector<Sleeper> threads = {failing(loop, 30ms, "first"),
                                    failing(loop, 20ms, "second")};
    const std::string what = joined(loop, threads, 1s);
    for (Sleeper& thread : threads)
      thread.join_until(loop.now());  // so that run() is silent about "second"
    REQUIRE(what == "throws \"first\" after 30ms"s);
  });
}

TEST_CASE("it throws once the others have ended too") {
  run([](GreenLoop& loop) {
    CHECK(joined(loop, {failing(loop, 20ms, "failed"), sleeper(loop, 50ms)},
                 1s) == "throws \"failed\" after 50ms"s);
  });
}

TEST_CASE("it throws at the limit when another one is late") {
  run([](GreenLoop& loop) {
    CHECK(joined(loop, {failing(loop, 20ms, "failed"), sleeper(loop, 1h)},
                 100ms) == "throws \"failed\" after 100ms"s);
  });
}

TEST_CASE("it throws the very exception that escaped") {
  run([](GreenLoop& loop) {
    bool is_the_same = false;
    try {
      const std::vector<Sleeper> threads = {
          sleeper(loop, 0ms, std::make_exception_ptr(Refused()))};
      join_all(loop, threads, 1s);
    } catch (const Refused&) {
      is_the_same = true;
    } catch (const std::exception&) {  // another one
    }
    CHECK(is_the_same);
  });
}

TEST_CASE("what escapes one that is late is not waited for") {
  run([](GreenLoop& loop) {
    CHECK(joined(loop, {failing(loop, 1h, "late")}, 10ms) ==
          "none after 10ms"s);
  });
}

TEST_CASE("who is late runs on") {
  run([](GreenLoop& loop) {
    std::vector<Sleeper> threads = sleepers(loop, {50ms});
    CHECK(joined(loop, threads, 10ms) == "none after 10ms"s);
    CHECK(joined(loop, threads, 1s) == "50 after 40ms"s);
  });
}

TEST_CASE("without any threads it returns at once") {
  CHECK(joined({}, 1h) == " after 0ms"s);
}

TEST_CASE("with a limit of zero it does not wait") {
  CHECK(joined({10ms}, 0ms) == "none after 0ms"s);
}

TEST_CASE("with a limit of zero who has ended is in the list") {
  run([](GreenLoop& loop) {
    const std::vector<Sleeper> threads = sleepers(loop, {10ms, 30ms});
    loop.sleep_for(20ms);
    CHECK(joined(loop, threads, 0ms) == "10 none after 0ms"s);
  });
}
