#include "at_most_n.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "workbook/parent_probe.hpp"
#include "workbook/temporary_directory.hpp"

using workbook::Argv;
using workbook::ExitStatus;
using workbook::TemporaryDirectory;

namespace {

Argv shell(const std::string& script) { return {"sh", "-c", script}; }

// "exit 3, exit 0, signal 9 (Killed)"
std::string texts(const std::vector<ExitStatus>& statuses) {
  std::string joined;
  for (const ExitStatus& status : statuses) {
    joined += (joined.empty() ? "" : ", ") + status.text();
  }
  return joined;
}

}  // namespace

TEST_CASE(
    "every command runs, and the results are in the order of the commands") {
  const std::vector<ExitStatus> statuses =
      run_all({shell("exit 3"), shell("exit 0"), shell("kill -9 $$"),
               shell("exit 7"), shell("exit 0")},
              2);
  CHECK(texts(statuses) == "exit 3, exit 0, signal 9 (Killed), exit 7, exit 0");
}

TEST_CASE("no commands give no results") { CHECK(run_all({}, 3).empty()); }

TEST_CASE("a limit of 0 is refused") {
  CHECK_THROWS_AS(run_all({shell("exit 0")}, 0), std::invalid_argument);
}

// Each child counts the children that its parent has not waited for, itself
// included, and writes the number down. A child that has ended but was not
// waited for (a zombie) still has its entry in /proc.
TEST_CASE("no more children exist than the limit allows") {
  const TemporaryDirectory folder;
  const std::string counts = folder.path() / "counts";
  const Argv count_siblings = shell(
      "grep -ls \"^PPid:[[:space:]]*$PPID$\" /proc/[0-9]*/status | wc -l >> " +
      counts);
  run_all(std::vector<Argv>(12, count_siblings), 3);

  std::ifstream file(counts);
  int lines = 0;
  int most = 0;
  for (int children = 0; file >> children; ++lines)
    most = std::max(most, children);
  CHECK(lines == 12);
  CHECK_MESSAGE(most <= 3, most,
                " children existed at once, with a limit of 3");
}

// Opening a FIFO waits until the other side opens it too. The second child
// needs the first, the third needs both: only three that run at the same time
// get through.
TEST_CASE("as many children as the limit allows really run at once") {
  const TemporaryDirectory folder;
  const std::string in = "cd " + folder.path().string() + "; ";
  CHECK(workbook::run(shell(in + "mkfifo 1-2 2-3 3-1")).status.success());

  const std::vector<ExitStatus> statuses =
      run_all({shell(in + "echo > 1-2; cat 3-1; exit 4"),
               shell(in + "cat 1-2; echo > 2-3; exit 5"),
               shell(in + "cat 2-3; echo > 3-1; exit 6")},
              3);
  CHECK(texts(statuses) == "exit 4, exit 5, exit 6");
}

// The first command waits for the last one. With a limit of 2 the others have
// to take turns in the second place.
TEST_CASE("when any child ends, the next command starts") {
  const TemporaryDirectory folder;
  const std::string in = "cd " + folder.path().string() + "; ";
  CHECK(workbook::run(shell(in + "mkfifo last")).status.success());

  const std::vector<ExitStatus> statuses =
      run_all({shell(in + "cat last"), shell("exit 1"), shell("exit 2"),
               shell(in + "echo > last")},
              2);
  CHECK(texts(statuses) == "exit 0, exit 1, exit 2, exit 0");
}

TEST_CASE("nobody polls: while the children run, run_all sleeps") {
  const std::vector<ExitStatus> statuses =
      run_all({workbook::parent_probe(), workbook::parent_probe()}, 2);
  REQUIRE(statuses.size() == 2);
  for (const ExitStatus& status : statuses) {
    CHECK_MESSAGE(status.code != workbook::parent_polled,
                  "a child saw run_all wake up again and again");
    CHECK(status.code == workbook::parent_slept);
  }
}

TEST_CASE(
    "a command that cannot be started is reported, and no child stays behind") {
  CHECK_THROWS_WITH(
      run_all({Argv{"sleep", "1000"}, Argv{"no-such-program"}}, 2),
      "start no-such-program: No such file or directory");
}
