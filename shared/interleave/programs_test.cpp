#include <sched.h>

#include <doctest/doctest.h>

#include <string>

#include "interleave/interleave.hpp"
#include "interleave/programs/program.hpp"

using namespace workbook;
using programs::Program;

namespace {

void check_ending(const Program& program, const ExploreOptions& options) {
  const Report report = explore(program.body(), options);
  INFO(std::string(program.name()) << "\n" << report.to_text());
  CHECK(to_string(report.outcome) == to_string(program.expected()));
  CHECK(report.complete == report.passed());
}

void check_all(std::string_view group) {
  for (const Program* program : Program::all()) {
    if (program->name().starts_with(group))
      check_ending(*program, program->options());
  }
}

}  // namespace

TEST_CASE("there are at least forty programs") {
  CHECK(Program::all().size() >= 40);
}

TEST_CASE("counters end as they say") { check_all("counter:"); }
TEST_CASE("locks end as they say") { check_all("locks:"); }
TEST_CASE("philosophers end as they say") { check_all("philosophers:"); }
TEST_CASE("conditions end as they say") { check_all("condition:"); }
TEST_CASE("stopping ends as it says") { check_all("stop:"); }
TEST_CASE("mutual exclusion ends as it says") {
  check_all("mutual exclusion:");
}
TEST_CASE("spin locks end as they say") { check_all("spin lock:"); }
TEST_CASE("messages end as they say") { check_all("message:"); }
TEST_CASE("atomics end as they say") { check_all("atomic:"); }
TEST_CASE("stacks end as they say") { check_all("stack:"); }
TEST_CASE("the order of stores ends as it says") { check_all("order:"); }
TEST_CASE("semaphores end as they say") { check_all("semaphore:"); }
TEST_CASE("latches end as they say") { check_all("latch:"); }
TEST_CASE("barriers end as they say") { check_all("barrier:"); }
TEST_CASE("what is done once ends as it says") { check_all("once:"); }
TEST_CASE("futures end as they say") { check_all("future:"); }
TEST_CASE("threads end as they say") { check_all("thread:"); }
TEST_CASE("waiting for time ends as it says") { check_all("time:"); }
TEST_CASE("pools end as they say") { check_all("pool:"); }
TEST_CASE("queues end as they say") { check_all("queue:"); }
TEST_CASE("reference counts end as they say") { check_all("reference count:"); }
TEST_CASE("crashes end as they say") { check_all("crash:"); }
TEST_CASE("loops end as they say" * doctest::test_suite("thorough")) {
  check_all("loop:");
}

TEST_CASE("no program is left out of the cases above") {
  for (const Program* program : Program::all()) {
    const std::string group(
        program->name().substr(0, program->name().find(':')));
    static const std::string known =
        " counter locks philosophers condition stop mutual exclusion spin lock "
        "message atomic stack order semaphore "
        "latch barrier once future thread time pool queue reference count "
        "crash loop ";
    CHECK_MESSAGE(known.find(" " + group + " ") != std::string::npos, group);
  }
}

TEST_CASE("every program ends the same without the reduction" *
          doctest::test_suite("thorough")) {
  for (const Program* program : Program::all()) {
    if (program->name().starts_with("loop:"))
      continue;  // they take a while, and nothing is reduced
    ExploreOptions options = program->options();
    options.reduce = false;
    check_ending(*program, options);
  }
}

TEST_CASE(
    "two runs make the same schedules and find the same failure on one core "
    "too" *
    doctest::test_suite("thorough")) {
  cpu_set_t all;
  REQUIRE(::sched_getaffinity(0, sizeof(all), &all) == 0);
  for (const Program* program : Program::all()) {
    if (program->name().starts_with("loop:")) continue;
    const Report first = explore(program->body(), program->options());
    cpu_set_t one;
    CPU_ZERO(&one);
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
      if (!CPU_ISSET(cpu, &all)) continue;
      CPU_SET(cpu, &one);
      break;
    }
    REQUIRE(::sched_setaffinity(0, sizeof(one), &one) == 0);
    const Report second = explore(program->body(), program->options());
    REQUIRE(::sched_setaffinity(0, sizeof(all), &all) == 0);
    INFO(program->name());
    CHECK(first.schedules == second.schedules);
    CHECK(first.token == second.token);
    CHECK(first.to_text() == second.to_text());
  }
}

// Takes minutes: interleave_test --no-skip --test-case='*two hundred times*',
// with WORKBOOK_CPU_LIMIT raised.
TEST_CASE("every program ends as it says, two hundred times in a row" *
          doctest::skip()) {
  for (int i = 0; i < 200; ++i) {
    for (const Program* program : Program::all())
      check_ending(*program, program->options());
  }
}
