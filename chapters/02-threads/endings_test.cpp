#include "02-threads/endings.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "01-subprocess/run.hpp"

using namespace std::chrono_literals;
using namespace workbook;

namespace {

// The chapter's program, which the build puts beside this test.
Argv program(const std::string& section, const std::string& argument) {
  const std::filesystem::path test =
      std::filesystem::read_symlink("/proc/self/exe");
  return {test.parent_path() / "02-threads", section, argument};
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Subprocess start_ending(const std::string& manner) {
  return Subprocess(
      program("daemon", manner),
      {.in = Stream::pipe(), .out = Stream::pipe(), .err = Stream::pipe()});
}

std::string read_line(Subprocess& child) {
  std::string line;
  for (char byte = 0;
       ::read(child.out().get(), &byte, 1) == 1 && byte != '\n';) {
    line += byte;
  }
  return line;
}

const ExitStatus aborted{0, SIGABRT};

}  // namespace

TEST_CASE("an exception that leaves its thread ends the program") {
  const Output output = run(program("escaped", "inside"));
  CHECK(output.status == aborted);
  CHECK(output.out == "main starts a thread and joins it\n");
  CHECK(has(output.err, "what():  the disk is full"));
}

TEST_CASE("a main that joins ends after its thread") {
  Subprocess child = start_ending("joined");
  CHECK(read_line(child) == "the thread downloads");
  CHECK(read_line(child) == "main has nothing more to do");
  CHECK_FALSE(child.wait_for(50ms));  // nobody has written to its input
  const Output output = child.communicate("\n");
  CHECK(output.status == ExitStatus{0, 0});
  CHECK(output.out == "the thread has the whole file\n");
}

TEST_CASE("a detached thread ends with main wherever it is") {
  Subprocess child = start_ending("detached");
  CHECK(child.wait() == ExitStatus{0, 0});  // nobody has written to its input
  CHECK(child.communicate().out ==
        "the thread downloads\nmain has nothing more to do\n");
}

TEST_CASE("a thread that is neither joined nor detached ends the program") {
  Subprocess child = start_ending("forgotten");
  CHECK(child.wait() == aborted);
  CHECK(has(child.communicate().err, "terminate called"));
}

TEST_CASE("a detached thread may run when globals are gone") {
  const Output output = run(program("after-main", "inside"));
  CHECK(output.status == ExitStatus{0, 0});
  CHECK(output.out ==
        "main ends\nthe cache is destroyed\n"
        "the thread goes on; what it had in the cache is gone\n");
}

TEST_CASE("what a section is not told to do it refuses") {
  const Output output = run(program("daemon", "sideways"));
  CHECK(output.status == ExitStatus{2, 0});
  CHECK(output.err ==
        "02-threads daemon: it is joined, detached or forgotten, not "
        "'sideways'\n");
}

TEST_CASE("two lines in parts are torn and two that are collected are not") {
  const Output output = run({program("", "")[0], "torn-lines"});
  const bool torn = has(output.out, "in parts:\nalpha: beta: ") ||
                    has(output.out, "in parts:\nbeta: alpha: ");
  CHECK(torn);
  CHECK(has(output.out, "\nalpha: 1\n"));
  CHECK(has(output.out, "\nbeta: 2\n"));
}
