#include <doctest/doctest.h>

#include <string>

#include "01-subprocess/exchange.hpp"
#include "01-subprocess/run.hpp"
#include "workbook/parent_probe.hpp"

// A rule of this exercise: an answer that calls communicate() does not compile.
#define communicate communicate_is_what_this_exercise_builds
#include "capture.hpp"
#undef communicate

using workbook::Argv;
using workbook::ExitStatus;
using workbook::Stream;
using workbook::Subprocess;

namespace {

Captured capture_command(const Argv& command) {
  Subprocess child(
      command,
      {.in = Stream::null(), .out = Stream::pipe(), .err = Stream::pipe()});
  return capture(child);
}

Captured capture_script(const std::string& script) {
  return capture_command({"sh", "-c", script});
}

constexpr std::size_t mebibyte = 1024 * 1024;

}  // namespace

TEST_CASE("a child that says little: output, errors and status arrive") {
  const Captured captured = capture_script("echo out; echo err >&2; exit 3");
  CHECK(captured.out == "out\n");
  CHECK(captured.err == "err\n");
  CHECK(captured.status == ExitStatus{3, 0});
}

TEST_CASE("the child fills its standard output") {
  const Captured captured =
      capture_script("head -c 1048576 /dev/zero; echo end >&2");
  CHECK(captured.out.size() == mebibyte);
  CHECK(captured.err == "end\n");
}

TEST_CASE(
    "the child fills its standard error before it writes a word of output") {
  const Captured captured =
      capture_script("head -c 1048576 /dev/zero >&2; echo end");
  CHECK(captured.out == "end\n");
  CHECK(captured.err.size() == mebibyte);
}

TEST_CASE("the child fills both, again and again") {
  const Captured captured = capture_script(
      "i=0; while [ $i -lt 8 ]; do head -c 1048576 /dev/zero; head -c 1048576 "
      "/dev/zero >&2; "
      "i=$((i + 1)); done");
  CHECK(captured.out.size() == 8 * mebibyte);
  CHECK(captured.err.size() == 8 * mebibyte);
  CHECK(captured.status.success());
}

TEST_CASE("the child closes both and goes on: its status still counts") {
  CHECK(capture_script("exec >&- 2>&-; exit 4").status == ExitStatus{4, 0});
}

TEST_CASE("while the child is silent, capture sleeps") {
  const Captured captured = capture_command(workbook::parent_probe());
  CHECK_MESSAGE(captured.status.code != workbook::parent_polled,
                "the child saw capture wake up again and again");
  CHECK(captured.status.code == workbook::parent_slept);
}

TEST_CASE("when one stream has ended and the other is silent, capture sleeps") {
  const Captured captured = capture_command(workbook::parent_probe("exec >&-"));
  CHECK_MESSAGE(captured.status.code != workbook::parent_polled,
                "the child saw capture wake up again and again");
  CHECK(captured.status.code == workbook::parent_slept);
}
