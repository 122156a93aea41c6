#include <sys/resource.h>
#include <sys/wait.h>

#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "interleave/doctest.hpp"
#include "interleave/interleave.hpp"
#include "interleave/programs/program.hpp"

using namespace workbook;

namespace {

void lose_an_update() {
  std::atomic<int> count = 0;
  const auto add = [&] { count.store(count.load() + 1); };
  std::thread a(add);
  std::thread b(add);
  a.join();
  b.join();
  check(count == 2, "both were counted");
}

std::size_t open_descriptors() {
  const std::filesystem::directory_iterator descriptors("/proc/self/fd");
  return static_cast<std::size_t>(
      std::distance(begin(descriptors), end(descriptors)));
}

// Three threads of six steps that no lock orders: too many schedules for a
// small limit.
void many_schedules(bool fails) {
  std::atomic<int> count = 0;
  const auto work = [&] {
    for (int i = 0; i < 6; ++i) {
      if (fails && i == 3) {
        count.store(count.load() + 1);
      } else {
        ++count;
      }
    }
  };
  std::thread a(work);
  std::thread b(work);
  std::thread c(work);
  a.join();
  b.join();
  c.join();
  check(count == 18);
}

struct Environment {
  explicit Environment(const std::string& token) {
    ::setenv("WORKBOOK_REPLAY", token.c_str(), 1);
  }
  ~Environment() { ::unsetenv("WORKBOOK_REPLAY"); }
};

}  // namespace

TEST_CASE("the failing schedule has as few preemptions as can be") {
  const Report report = explore(lose_an_update);
  CHECK(report.outcome == Outcome::assertion);
  CHECK(report.preemptions == 1);
  CHECK(explore(lose_an_update, {.preemptions = 0}).passed());
}

TEST_CASE("a token runs the failing schedule again, in this process") {
  const Report report = explore(lose_an_update);
  const Report again = replay(lose_an_update, report.token);
  CHECK(again.outcome == Outcome::assertion);
  CHECK(again.message == report.message);
  REQUIRE(again.schedule.size() == report.schedule.size());
  for (std::size_t i = 0; i < again.schedule.size(); ++i)
    CHECK(again.schedule[i].action == report.schedule[i].action);
}

TEST_CASE("each failing program fails again when its token is replayed" *
          doctest::test_suite("thorough")) {
  for (const programs::Program* program : programs::Program::all()) {
    // What ends in a signal stays out: the debugger, not this process, is to
    // see it.
    const Outcome expected = program->expected();
    if (expected == Outcome::pass || expected == Outcome::crash ||
        expected == Outcome::livelock)
      continue;
    const Report report = explore(program->body(), program->options());
    INFO(program->name());
    const Report again =
        replay(program->body(), report.token, program->options());
    CHECK(again.outcome == report.outcome);
    CHECK(again.message == report.message);
  }
}

TEST_CASE("WORKBOOK_REPLAY makes explore() run that schedule only") {
  const Report report = explore(lose_an_update);
  const Environment environment(report.token);
  const Report again = explore(lose_an_update);
  CHECK(again.schedules == 1);
  CHECK(again.outcome == Outcome::assertion);
  CHECK(explore([] {}).passed());  // another body is explored as always
}

TEST_CASE("a token of another body is refused") {
  const Report report = explore(lose_an_update);
  CHECK_THROWS_WITH_AS(
      replay([] {}, report.token),
      ("not a token of this body: \"" + report.token + "\"").c_str(),
      std::invalid_argument);
  CHECK_THROWS_AS(replay(lose_an_update, report.token + ".nonsense"),
                  std::invalid_argument);
}

TEST_CASE("no process and no descriptor is left" *
          doctest::test_suite("thorough")) {
  const std::size_t before = open_descriptors();
  for (const programs::Program* program : programs::Program::all()) {
    if (!program->name().starts_with("loop:"))
      explore(program->body(), program->options());
  }
  CHECK(open_descriptors() == before);
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
  CHECK(errno == ECHILD);
}

TEST_CASE("what the body changes is not changed here") {
  int here = 1;
  CHECK(explore([&] { here = 2; }).passed());
  CHECK(here == 1);
}

TEST_CASE("each schedule finds variables outside of the body as they were") {
  int here = 1;
  static int counter = 0;
  const Report report = explore([&] {
    std::mutex mutex;
    const auto work = [&] { const std::lock_guard lock(mutex); };
    std::thread a(work);
    work();
    a.join();
    check(++here == 2);
    check(++counter == 1);
  });
  INFO(report.to_text());
  CHECK(report.passed());
  CHECK(report.schedules > 1);
}

TEST_CASE("an exception of the body is reported with its text") {
  const Report report = explore([] { throw std::runtime_error("the reason"); });
  CHECK(report.outcome == Outcome::exception);
  CHECK(report.message.find("the reason") != std::string::npos);
}

TEST_CASE("a body that is killed is a crash") {
  const Report report = explore([] { ::raise(SIGKILL); });
  CHECK(report.outcome == Outcome::crash);
  CHECK(report.message.find("Killed") != std::string::npos);
}

TEST_CASE("a stack that overflows is a crash") {
  struct Deep {
    static int down(int depth) {
      volatile int here = depth;
      return depth < 0 ? 0 : down(depth + 1) + here;
    }
  };
  CHECK(explore([] { check(Deep::down(0) != 1); }).outcome == Outcome::crash);
}

TEST_CASE("a check of doctest that fails in the body is an assertion") {
  const Report report = explore([] {
    std::atomic<int> count = 0;
    const auto add = [&] { count.store(count.load() + 1); };
    std::thread a(add);
    add();
    a.join();
    CHECK(count.load() == 2);
  });
  CHECK(report.outcome == Outcome::assertion);
  CHECK(report.message.find("CHECK(count.load() == 2) is 1 == 2") !=
        std::string::npos);
}

TEST_CASE("a check for an exception says what was thrown in its place") {
  const auto message = [](void (*body)()) { return explore(body).message; };
  CHECK(message([] {
          CHECK_THROWS_AS(check(true), std::logic_error);
        }).find("threw nothing") != std::string::npos);
  CHECK(message([] {
          CHECK_THROWS_AS(throw std::runtime_error("full"), std::logic_error);
        }).find("threw: \"full\"") != std::string::npos);
}

TEST_CASE("REQUIRE in a thread of the body is an assertion too") {
  const Report report = explore([] {
    std::thread a([] { REQUIRE(1 + 1 == 3); });
    a.join();
  });
  CHECK(report.outcome == Outcome::assertion);
}

TEST_CASE("CHECK_INTERLEAVINGS passes for a body that is right") {
  CHECK_INTERLEAVINGS([] {
    std::atomic<int> count = 0;
    std::thread a([&] { ++count; });
    ++count;
    a.join();
    CHECK(count.load() == 2);
  });
}

TEST_CASE("a write that only one of many readers races with is a data race") {
  const Report report = explore(
      [] {
        int value = 0;
        std::vector<std::thread> readers;
        std::thread unordered([&] { check(value < 2); });
        for (int i = 0; i < 20; ++i)
          readers.emplace_back([&] { check(value < 2); });
        for (std::thread& reader : readers) reader.join();
        value = 1;
        unordered.join();
      },
      {.preemptions = 0});
  CHECK(report.outcome == Outcome::data_race);
  CHECK(report.message.find("thread 1 reads") != std::string::npos);
}

TEST_CASE("a limit on schedules is kept, and said") {
  const Report report = explore([] { many_schedules(false); },
                                {.schedules = 100, .random_schedules = 50});
  CHECK(report.passed());
  CHECK_FALSE(report.complete);
  CHECK(report.schedules == 150);
  CHECK(report.to_text().find("not all") != std::string::npos);
}

TEST_CASE(
    "random schedules find what the limit hides, and the same for the same "
    "seed") {
  const ExploreOptions options = {
      .schedules = 2, .random_schedules = 2'000, .seed = 7};
  const Report report = explore([] { many_schedules(true); }, options);
  CHECK(report.outcome == Outcome::assertion);
  CHECK(report.schedules > 2);
  const Report again = explore([] { many_schedules(true); }, options);
  CHECK(again.schedules == report.schedules);
}

TEST_CASE("a limit on steps ends what does not end") {
  const Report report = explore(
      [] {
        std::atomic<bool> never = false;
        while (!never) std::this_thread::yield();
      },
      {.steps = 500});
  CHECK(report.outcome == Outcome::livelock);
  CHECK(report.message.find("no end after 500 steps") != std::string::npos);
}

TEST_CASE("three threads of twenty steps each are explored to the full bound") {
  const Report report = explore([] {
    std::mutex mutex;
    int count = 0;
    std::atomic<int> other = 0;
    const auto work = [&] {
      for (int i = 0; i < 10; ++i) {
        const std::lock_guard lock(mutex);
        ++count;
        ++other;
      }
    };
    std::thread a(work);
    std::thread b(work);
    std::thread c(work);
    a.join();
    b.join();
    c.join();
    check(count == 30);
  });
  CHECK(report.passed());
  CHECK(report.complete);
  MESSAGE(report.schedules << " schedules in " << report.seconds << " s");
}

TEST_CASE("more than thirty-two threads are too many, and that is said") {
  const Report report = explore([] {
    std::vector<std::thread> threads;
    for (int i = 0; i < 40; ++i) threads.emplace_back([] {});
    for (std::thread& thread : threads) thread.join();
  });
  CHECK(report.outcome == Outcome::crash);
  CHECK(report.message.find("more than 32 threads") != std::string::npos);
}

TEST_CASE("explore() refuses to be called from a body") {
  CHECK(explore([] { explore([] {}); }).outcome == Outcome::exception);
}

TEST_CASE("a check outside of an exploration throws") {
  check(true);
  CHECK_THROWS_AS(check(false), std::logic_error);
  CHECK_FALSE(exploring());
}

TEST_CASE(
    "threads, locks and memory of the program work as always when nothing is "
    "explored") {
  int count = 0;
  std::mutex mutex;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 1'000; ++j) {
        const std::lock_guard lock(mutex);
        ++count;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(count == 4'000);
}
