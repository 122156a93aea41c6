#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <ostream>
#include <string>

#include "01-subprocess/run.hpp"
#include "workbook/parent_probe.hpp"
#include "workbook/stopwatch.hpp"

// A rule of this exercise: an answer that calls communicate() does not compile.
#define communicate communicate_has_a_grace_period_of_its_own
#include "escalate.hpp"
#undef communicate

using workbook::ExitStatus;
using workbook::Stopwatch;
using workbook::Stream;
using workbook::Subprocess;
using namespace std::chrono_literals;

namespace {

// A shell that has run `preparation` when this returns: it has said so through
// its pipe.
Subprocess prepared_child(const std::string& preparation) {
  Subprocess child({"sh", "-c", preparation + "; echo ready; exec sleep 1000"},
                   {.out = Stream::pipe()});
  char byte = 0;
  while (byte != '\n' && ::read(child.out().get(), &byte, 1) == 1) {
  }
  return child;
}

}  // namespace

// How a failed check shows who ended the child.
std::ostream& operator<<(std::ostream& out, EndedBy by) {
  static constexpr std::array names = {"itself", "terminate", "kill"};
  return out << names[static_cast<std::size_t>(by)];
}

TEST_CASE("a child that ends in time is left alone") {
  Subprocess child({"sh", "-c", "exit 3"});
  const Ending ending = finish(child, 1h, 1h);
  CHECK(ending.status == ExitStatus{3, 0});
  CHECK(ending.by == EndedBy::itself);
}

TEST_CASE("a child that takes too long is asked to end") {
  Subprocess child = prepared_child(":");
  const Ending ending = finish(child, 0s, 1h);
  CHECK(ending.status == ExitStatus{0, SIGTERM});
  CHECK(ending.by == EndedBy::terminate);
}

TEST_CASE("a child that was asked to end may clean up") {
  Subprocess child({"sh", "-c",
                    "trap 'sleep 0.3; exit 7' TERM; echo ready; while :; do "
                    "sleep 0.01; done"},
                   {.out = Stream::pipe()});
  char byte = 0;
  CHECK(::read(child.out().get(), &byte, 1) == 1);
  const Ending ending = finish(child, 0s, 1h);
  CHECK(ending.status == ExitStatus{7, 0});
  CHECK(ending.by == EndedBy::terminate);
}

TEST_CASE(
    "a child that ignores the request is killed, once its grace is over") {
  Subprocess child = prepared_child("trap '' TERM");
  const Stopwatch stopwatch;
  const Ending ending = finish(child, 0s, 200ms);
  CHECK(stopwatch.elapsed() >= 200ms);
  CHECK(ending.status == ExitStatus{0, SIGKILL});
  CHECK(ending.by == EndedBy::kill);
}

TEST_CASE("a child that takes too long gets its whole limit first") {
  Subprocess child = prepared_child(":");
  const Stopwatch stopwatch;
  const Ending ending = finish(child, 200ms, 1h);
  CHECK(stopwatch.elapsed() >= 200ms);
  CHECK(ending.by == EndedBy::terminate);
}

TEST_CASE("nobody polls: finish sleeps until the child has ended") {
  Subprocess child(workbook::parent_probe());
  const Ending ending = finish(child, 1h, 1h);
  CHECK_MESSAGE(ending.status.code != workbook::parent_polled,
                "the child saw finish wake up again and again");
  CHECK(ending.status.code == workbook::parent_slept);
}
