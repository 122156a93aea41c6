#include "escalate.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include "workbook/parent_probe.hpp"
#include "workbook/stopwatch.hpp"

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

TEST_CASE("nobody polls: finish sleeps until the child has ended") {
  Subprocess child(workbook::fails_if_parent_polls());
  CHECK(finish(child, 1h, 1h).status.success());
}
