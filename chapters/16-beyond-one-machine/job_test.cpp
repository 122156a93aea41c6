#include "16-beyond-one-machine/job.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include "16-beyond-one-machine/rows.hpp"
#include "workbook/temporary_directory.hpp"

using namespace workbook;

namespace {

std::string refused(Arguments arguments) {
  try {
    take_job(arguments, 4);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "accepted";
}

std::string hosts_file(const TemporaryDirectory& folder,
                       const std::string& text) {
  std::string path = folder.path() / "hosts.txt";
  std::ofstream(path) << text;
  return path;
}

}  // namespace

TEST_CASE("rows are dealt out evenly and completely") {
  for (int height = 1; height <= 40; ++height) {
    for (int ranks = 1; ranks <= 12; ++ranks) {
      int next = 0;
      int least = height;
      int most = 0;
      for (int rank = 0; rank < ranks; ++rank) {
        const Rows rows = rows_of(rank, ranks, height);
        CHECK(rows.first == next);
        CHECK((rows.count > 0) == (rank < busy_ranks(ranks, height)));
        next += rows.count;
        least = std::min(least, rows.count);
        most = std::max(most, rows.count);
      }
      CHECK(next == height);
      CHECK(most - least <= 1);
    }
  }
}

TEST_CASE("the number of ranks is taken out of the arguments") {
  Arguments arguments = {"--size", "5x9", "--ranks", "3", "--print", "all"};
  CHECK(take_job(arguments, 4).ranks == 3);
  CHECK(arguments == Arguments{"--size", "5x9", "--print", "all"});
  CHECK(take_job(arguments, 4).ranks == 4);
}

TEST_CASE("a wrong number of ranks is refused before any rank starts") {
  for (const std::string wrong : {"0", "-1", "x", "1000", "3x", ""}) {
    CHECK(refused({"--ranks", wrong}) ==
          "--ranks is a whole number from 1 to 64, not '" + wrong + "'");
  }
  CHECK(refused({"--ranks"}) == "--ranks needs a value");
}

TEST_CASE("a host file says how many ranks there are") {
  const TemporaryDirectory folder;
  const std::string hosts = hosts_file(
      folder, "# two machines\nnode1 slots=4\n\n  node2  slots=2 # old\nnode3");
  Arguments arguments = {"--hosts", hosts};
  const Job job = take_job(arguments, 4);
  CHECK(job.ranks == 7);
  CHECK(job.hosts == hosts);
  CHECK(refused({"--hosts", hosts, "--ranks", "8"}) ==
        "--ranks is a whole number from 1 to 7, not '8'");
}

TEST_CASE("a wrong host file is refused with its line") {
  const TemporaryDirectory folder;
  const auto refused_text = [&](const std::string& text) {
    const std::string path = hosts_file(folder, text);
    const std::string message = refused({"--hosts", path});
    return message.substr(message.find("hosts.txt") + 9);
  };
  const std::string like = ": a line is like `node1 slots=4`, not ";
  CHECK(refused_text("node1 slots=2\nnode2 cores=2\n") ==
        ":2" + like + "`node2 cores=2`");
  CHECK(refused_text("slots=2\n") == ":1" + like + "`slots=2`");
  CHECK(refused_text("a slots=1 b\n") == ":1" + like + "`a slots=1 b`");
  CHECK(refused_text("node1 slots=0\n") ==
        ":1: slots is a whole number from 1 to 100000, not '0'");
  CHECK(refused_text("# nobody\n") == " names no host");
  CHECK(refused({"--hosts", "/nosuch"}) == "cannot read the hosts in /nosuch");
  CHECK(refused({"--hosts", "/"}) == "cannot read the hosts in /");
}

TEST_CASE("a long notice of mpirun becomes one line") {
  const std::string line = "---------------------------------------------\n";
  CHECK(reason_of({137, 0},
                  line + "Primary job  terminated normally, but 1\n" + line +
                      line +
                      "mpirun noticed that process rank 1 with PID 7 on node n "
                      "exited on signal 9 (Killed).\n" +
                      line) == "rank 1 was ended by signal 9 (Killed)");
  CHECK(reason_of({1, 0}, line + "Primary job\n" + line + "rank 2: no luck\n" +
                              line + "MPI_ABORT was invoked\n" + line) ==
        "rank 2: no luck");
  CHECK(reason_of({1, 0}, "ssh: no such host\n" + line + "ORTE was unable\n" +
                              line) == "mpirun: ssh: no such host");
  CHECK(reason_of({1, 0}, line + "ORTE was unable\n" + line) ==
        "mpirun: ORTE was unable");
  CHECK(reason_of({3, 0}, "") == "mpirun ended with exit 3");
}
