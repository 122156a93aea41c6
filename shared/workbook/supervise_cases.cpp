// Tests that end in each way that the supervisor knows. CMakeLists.txt says
// what it must make of them. They are skipped unless asked for by name.

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

pid_t start_sleeper() {
  const pid_t child = ::fork();
  if (child == 0) {
    ::execlp("sleep", "sleep", "1000", nullptr);
    ::_exit(127);
  }
  return child;
}

void wait_for_child() { ::waitpid(start_sleeper(), nullptr, 0); }

}  // namespace

TEST_CASE("passes" * doctest::skip()) { CHECK(1 == 1); }

TEST_CASE("fails" * doctest::skip()) { CHECK(1 == 2); }

TEST_CASE("waits for ever" * doctest::skip()) {
  wait_for_child();
  CHECK(false);
}

TEST_CASE("runs for ever" * doctest::skip()) {
  volatile int rounds = 0;
  for (;;) rounds = rounds + 1;
}

TEST_CASE("leaves a child" * doctest::skip()) { start_sleeper(); }

TEST_CASE("crashes" * doctest::skip()) { ::raise(SIGSEGV); }
