#include "01-subprocess/subprocess.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "01-subprocess/exchange.hpp"
#include "workbook/cpu_time.hpp"
#include "workbook/parent_probe.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/temporary_directory.hpp"

using namespace std::chrono_literals;
using namespace workbook;

namespace {

Argv shell(const std::string& script) { return {"sh", "-c", script}; }

// How many descriptors this process has open.
std::ptrdiff_t open_descriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                       {});
}

// True when the process with this id is neither running nor waiting to be
// reaped.
bool is_gone(pid_t pid) { return ::kill(pid, 0) == -1 && errno == ESRCH; }

void read_line(const UniqueFd& pipe) {
  char byte = 0;
  while (byte != '\n' && ::read(pipe.get(), &byte, 1) == 1) {
  }
}

}  // namespace

TEST_CASE("an exit code and a signal are told apart") {
  CHECK(Subprocess(shell("exit 9")).wait() == ExitStatus{9, 0});
  CHECK(Subprocess(shell("kill -9 $$")).wait() == ExitStatus{0, SIGKILL});
  CHECK(ExitStatus{9, 0}.text() == "exit 9");
  CHECK(ExitStatus{0, SIGKILL}.text() == "signal 9 (Killed)");
}

TEST_CASE("a program that does not exist names itself and says why") {
  CHECK_THROWS_WITH_AS(Subprocess({"no-such-program"}),
                       "start no-such-program: No such file or directory",
                       std::system_error);
  CHECK_THROWS_WITH_AS(Subprocess({"/etc/passwd"}),
                       "start /etc/passwd: Permission denied",
                       std::system_error);
  CHECK_THROWS_WITH_AS(Subprocess({"true"}, {.directory = "/no/such"}),
                       "start true in /no/such: No such file or directory",
                       std::system_error);
  CHECK_THROWS_AS(Subprocess({}), std::invalid_argument);
}

TEST_CASE("arguments reach the program as they are, no shell looks at them") {
  const std::string odd = "two  words; $(echo oops) 'quoted' *";
  CHECK(Subprocess({"printf", "%s", odd}, {.out = Stream::pipe()})
            .communicate()
            .out == odd);
}

TEST_CASE("poll does not wait, and tells the status once the child has ended") {
  Subprocess child({"cat"}, {.in = Stream::pipe()});
  CHECK_FALSE(child.poll());
  child.in().reset();
  child.wait();
  CHECK(child.poll() == ExitStatus{0, 0});
}

TEST_CASE("wait_for gives up at its limit, and the child runs on") {
  Subprocess child({"cat"}, {.in = Stream::pipe()});
  const Stopwatch stopwatch;
  CHECK_FALSE(child.wait_for(20ms));
  CHECK(stopwatch.elapsed() >= 20ms);
  child.in().reset();
  CHECK(child.wait_for(1h) == ExitStatus{0, 0});
}

TEST_CASE("waiting sleeps: the parent does not look again and again") {
  const ExitStatus slept{parent_slept, 0};
  CHECK(Subprocess(parent_probe()).wait() == slept);
  CHECK(Subprocess(parent_probe()).wait_for(1h) == slept);
  CHECK(Subprocess(parent_probe(), {.out = Stream::pipe()})
            .communicate()
            .status == slept);
}

TEST_CASE("a parent that uses a second of CPU time meanwhile polls") {
  const std::string says_that_it_looked =
      "sleep() { echo; command sleep \"$1\"; }";
  Subprocess child(parent_probe(says_that_it_looked), {.out = Stream::pipe()});
  char byte = 0;
  REQUIRE(::read(child.out().get(), &byte, 1) == 1);
  use_cpu(1.2);
  CHECK(child.wait() == ExitStatus{parent_polled, 0});
}

TEST_CASE("wait_any returns a child that has ended, not the first in line") {
  std::vector<Subprocess> children;
  children.emplace_back(Argv{"cat"}, SpawnOptions{.in = Stream::pipe()});
  children.emplace_back(shell("exit 5"));
  CHECK(wait_any(children) == 1);
  CHECK(children[1].wait() == ExitStatus{5, 0});
  CHECK_THROWS_AS(wait_any({}), std::invalid_argument);
}

// Each child needs the next one alive to get through its FIFO: no nine of them
// can end without the tenth.
TEST_CASE("ten children run at once") {
  const TemporaryDirectory folder;
  const std::string fifo = folder.path() / "fifo-";
  for (int i = 0; i < 10; ++i) {
    REQUIRE(::mkfifo((fifo + std::to_string(i)).c_str(), 0600) == 0);
  }
  std::vector<Subprocess> children;
  for (int i = 0; i < 10; ++i) {
    const std::string mine = fifo + std::to_string(i);
    const std::string next = fifo + std::to_string((i + 1) % 10);
    children.emplace_back(shell(i == 0 ? "echo > " + next + "; cat " + mine
                                       : "cat " + mine + "; echo > " + next),
                          SpawnOptions{.out = Stream::null()});
  }
  for (Subprocess& child : children) CHECK(child.wait().success());
}

TEST_CASE("a dropped Subprocess leaves no zombie and no descriptor") {
  const auto before = open_descriptors();
  pid_t pid = 0;
  {
    const Subprocess child(
        {"sleep", "1000"},
        {.in = Stream::pipe(), .out = Stream::pipe(), .err = Stream::pipe()});
    pid = child.pid();
    CHECK_FALSE(is_gone(pid));
  }
  CHECK(is_gone(pid));
  CHECK(open_descriptors() == before);
}

TEST_CASE(
    "a child that ended and was never waited for leaves no zombie either") {
  pid_t pid = 0;
  {
    Subprocess child({"true"}, {.out = Stream::pipe()});
    pid = child.pid();
    CHECK(read_all(child.out()).empty());  // its end is the end of the child
  }
  CHECK(is_gone(pid));
}

TEST_CASE("a start that fails leaves no descriptor") {
  const auto before = open_descriptors();
  CHECK_THROWS(Subprocess({"no-such-program"},
                          {.in = Stream::pipe(), .out = Stream::pipe()}));
  CHECK(open_descriptors() == before);
}

TEST_CASE("assigning another child ends the one that was there") {
  Subprocess child({"sleep", "1000"});
  const pid_t first = child.pid();
  child = Subprocess(shell("exit 4"));
  CHECK(is_gone(first));
  CHECK(child.wait() == ExitStatus{4, 0});
}

TEST_CASE("a child gets its three standard streams and no other descriptor") {
  // Not close-on-exec, as a library that knows nothing of us might leave it.
  const UniqueFd leaky(::open("/dev/null", O_RDONLY));
  REQUIRE(leaky);
  // ls itself opens one more, to read the folder.
  const Output output =
      Subprocess({"ls", "/proc/self/fd"}, {.out = Stream::pipe()})
          .communicate();
  CHECK(output.out == "0\n1\n2\n3\n");
}

TEST_CASE("a parent without standard streams can still connect a child") {
  const UniqueFd saved(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 100));
  ::close(STDIN_FILENO);  // the next pipe would get this number
  const Output output =
      Subprocess({"cat"}, {.in = Stream::pipe(), .out = Stream::pipe()})
          .communicate("through");
  ::dup2(saved.get(), STDIN_FILENO);
  CHECK(output.out == "through");
}

TEST_CASE("the environment is the parent's with the changes in it") {
  ::setenv("WORKBOOK_KEPT", "kept", 1);
  ::setenv("WORKBOOK_CHANGED", "old", 1);
  const Output output =
      Subprocess(shell("echo $WORKBOOK_KEPT $WORKBOOK_CHANGED $WORKBOOK_NEW"),
                 {.out = Stream::pipe(),
                  .environment = {{"WORKBOOK_CHANGED", "changed"},
                                  {"WORKBOOK_NEW", "new"}}})
          .communicate();
  CHECK(output.out == "kept changed new\n");
}

TEST_CASE("a child starts in the directory it is given") {
  const TemporaryDirectory folder;
  const Output output = Subprocess({"pwd", "-P"}, {.out = Stream::pipe(),
                                                   .directory = folder.path()})
                            .communicate();
  CHECK(output.out ==
        std::filesystem::canonical(folder.path()).string() + "\n");
}

TEST_CASE("a signal to the group of a child reaches its children too") {
  Subprocess child(shell("sleep 1000 & echo started; wait"),
                   {.out = Stream::pipe(), .own_group = true});
  read_line(child.out());
  REQUIRE(::kill(-child.pid(), SIGKILL) == 0);
  CHECK(read_all(child.out()).empty());  // the end: nobody holds the pipe
  CHECK(child.wait() == ExitStatus{0, SIGKILL});
}

TEST_CASE("the end of a child can be waited for beside other things") {
  Subprocess child({"cat"}, {.in = Stream::pipe()});
  pollfd ended{child.ended().get(), POLLIN, 0};
  CHECK(poll_until({&ended, 1}, deadline_after(0ns)) == 0);
  child.in().reset();
  CHECK(poll_until({&ended, 1}, std::nullopt) == 1);
  CHECK(child.wait().success());
}

TEST_CASE("null discards output and is an empty input") {
  CHECK(Subprocess({"cat"}, {.in = Stream::null(), .out = Stream::null()})
            .wait()
            .success());
}

TEST_CASE("8 MiB in and 8 MiB out at once do not deadlock") {
  const std::string data(8 * 1024 * 1024, 'x');
  Subprocess child({"cat"}, {.in = Stream::pipe(), .out = Stream::pipe()});
  const Output output = child.communicate(data);
  CHECK(output.out == data);
  CHECK(output.status.success());
}

TEST_CASE("much output and many errors at once do not deadlock") {
  Subprocess child(
      shell("head -c 4194304 /dev/zero >&2; head -c 4194304 /dev/zero"),
      {.out = Stream::pipe(), .err = Stream::pipe()});
  const Output output = child.communicate();
  CHECK(output.out.size() == 4194304);
  CHECK(output.err.size() == 4194304);
}

TEST_CASE("a child that stops reading its input is no error of the parent") {
  Subprocess child(shell("exec <&-; exit 3"), {.in = Stream::pipe()});
  CHECK(child.communicate(std::string(8 * 1024 * 1024, 'x')).status ==
        ExitStatus{3, 0});
}

TEST_CASE(
    "a child dies of SIGPIPE by default, also when its parent ignores the "
    "signal") {
  ::signal(SIGPIPE, SIG_IGN);
  Subprocess child({"yes"}, {.out = Stream::pipe()});
  child.out().reset();
  CHECK(child.wait() == ExitStatus{0, SIGPIPE});
  ::signal(SIGPIPE, SIG_DFL);
}

TEST_CASE("a time-out keeps what the child wrote until then") {
  Subprocess child(shell("echo begun; echo worried >&2; exec sleep 1000"),
                   {.out = Stream::pipe(), .err = Stream::pipe()});
  pollfd written{child.err().get(), POLLIN, 0};
  REQUIRE(poll_until({&written, 1}, std::nullopt) ==
          1);  // so a short limit cannot come too early
  const Output output = child.communicate({}, 1ms);
  CHECK(output.timed_out);
  CHECK(output.status == ExitStatus{0, SIGTERM});
  CHECK(output.out == "begun\n");
  CHECK(output.err == "worried\n");
}

TEST_CASE("a child that ends within its limit has not timed out") {
  Subprocess child(shell("exit 2"));
  const Output output = child.communicate({}, 1h);
  CHECK_FALSE(output.timed_out);
  CHECK(output.status == ExitStatus{2, 0});
}

TEST_CASE("a child that ignores SIGTERM is killed after the grace period") {
  Subprocess child(shell("trap '' TERM; echo ready; exec sleep 1000"),
                   {.out = Stream::pipe()});
  read_line(child.out());
  const Stopwatch stopwatch;
  const Output output = child.communicate({}, 1ms);
  CHECK(stopwatch.elapsed() >= Subprocess::grace_period);
  CHECK(output.timed_out);
  CHECK(output.status == ExitStatus{0, SIGKILL});
}

TEST_CASE(
    "a grandchild that keeps the pipe open does not hold up communicate") {
  Subprocess child(shell("echo said; sleep 1000 & echo $! >&2"),
                   {.out = Stream::pipe(), .err = Stream::pipe()});
  const Output output = child.communicate();
  CHECK(output.status.success());
  CHECK(output.out == "said\n");
  ::kill(std::stoi(output.err), SIGTERM);
}

TEST_CASE(
    "signals that arrive while the parent waits, reads and writes are no "
    "error") {
  struct sigaction action {};
  struct sigaction before {};
  static int arrived = 0;
  arrived = 0;
  action.sa_handler = [](int) {
    ++arrived;
  };  // without SA_RESTART: system calls end with EINTR
  ::sigaction(SIGALRM, &action, &before);
  const itimerval every_millisecond{{0, 1000}, {0, 1000}};
  ::setitimer(ITIMER_REAL, &every_millisecond, nullptr);

  const std::string data(1024 * 1024, 'x');
  Subprocess slow(shell("sleep 0.05; cat"),
                  {.in = Stream::pipe(), .out = Stream::pipe()});
  CHECK(slow.communicate(data).out == data);
  CHECK(Subprocess({"sleep", "0.05"}).wait().success());
  CHECK(Subprocess({"sleep", "0.05"}).wait_for(1h)->success());

  const itimerval off{};
  ::setitimer(ITIMER_REAL, &off, nullptr);
  ::sigaction(SIGALRM, &before, nullptr);
  CHECK(arrived > 0);
}
