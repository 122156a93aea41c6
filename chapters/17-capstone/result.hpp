#pragma once

#include <string>
#include <vector>

namespace workbook {

enum class Verdict {
  solved,
  fails,  // a check of the test does not hold
  does_not_compile,
  stuck,  // nothing ran any more, or it ran for ever
  leaks,  // child processes were left running
  crashes,
  too_long,      // it had to be ended at the limit of the tool
  cannot_build,  // something that is not the learner's does not build
  no_answer,     // the learner's file is not there
  cancelled,
};

// "solved", "does not pass yet", "is stuck" ...: behind the name of an exercise
std::string to_string(Verdict verdict);

// A check of a test that does not hold, or an exception that came out of it.
struct FailedCheck {
  std::string file = {};  // "test.cpp"
  int line = 0;
  std::string check = {};      // "CHECK( a == b )"; empty for an exception
  std::string values = {};     // "1 == 2"
  std::string exception = {};  // what was thrown in place of the check
  std::vector<std::string> notes = {};  // what INFO and CHECK_MESSAGE tell
};

struct TestCase {
  std::string name = {};
  bool passed = false;
  bool ended = false;  // false: the test was ended inside it
  double seconds = 0;
  std::vector<FailedCheck> failures = {};
};

// What came of building and testing an answer.
struct Result {
  std::string exercise = {};  // id
  std::string answer = {};    // the text that was built
  Verdict verdict = Verdict::cancelled;
  double seconds = 0;  // building and testing
  int status = 0;      // of the test program, as a shell tells it
  std::vector<TestCase> cases = {};
  std::string errors = {};  // what the compiler said
  std::string said = {};    // what the test printed besides its results
  std::string log = {};     // the file that has all of it

  bool solved() const { return verdict == Verdict::solved; }
  std::size_t passed() const;
};

}  // namespace workbook
