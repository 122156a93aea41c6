#include <doctest/doctest.h>

#ifdef WORKBOOK_MPI

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <vector>

#include "01-subprocess/run.hpp"
#include "06-fan-out/patterns.hpp"
#include "06-fan-out/reference.hpp"
#include "06-fan-out/rle.hpp"
#include "06-fan-out/simulate.hpp"
#include "16-beyond-one-machine/gcd.hpp"
#include "16-beyond-one-machine/life.hpp"
#include "16-beyond-one-machine/ranks_in_test.hpp"
#include "16-beyond-one-machine/watched_mpi.hpp"
#include "workbook/eventually.hpp"
#include "workbook/processes.hpp"

using namespace workbook;

namespace {

const std::string program =
    (std::filesystem::read_symlink("/proc/self/exe").parent_path() /
     "16-beyond-one-machine")
        .string();

// body(part) on the first 1, the first 2... of the ranks.
template <typename Body>
void on_each_number(const Communicator& ranks, const Body& body) {
  for (int count = 1; count <= ranks.size(); ++count) {
    MPI_Comm part = MPI_COMM_NULL;
    MPI_Comm_split(ranks.handle(), ranks.rank() < count ? 0 : MPI_UNDEFINED, 0,
                   &part);
    if (part == MPI_COMM_NULL) continue;
    body(Communicator(part));
    MPI_Comm_free(&part);
  }
}

std::string failure_of(const Job& job, const Argv& command) {
  try {
    run_ranks(job, command, true);
  } catch (const std::exception& error) {
    return error.what();
  }
  return "none";
}

Argv shell_on_each(const std::string& script) {
  return {"sh", "-c", "rank=$OMPI_COMM_WORLD_RANK; " + script};
}

}  // namespace

TEST_CASE("the grid is the same for 1 to 4 ranks and any size") {
  on_ranks(4, [](const Communicator& all) {
    on_each_number(all, [](const Communicator& ranks) {
      std::uint32_t seed = 0;
      for (const Size size :
           {Size{1, 1}, Size{1, 7}, Size{9, 1}, Size{2, 2}, Size{2, 5},
            Size{3, 3}, Size{4, 8}, Size{5, 9}, Size{7, 64}, Size{20, 40}}) {
        Grid expected = random_grid(size, ++seed);
        std::optional<Grid> grid;
        if (ranks.rank() == 0) grid = expected;
        LifeOnRanks life(ranks, grid);
        for (int generation = 0; generation < 4; ++generation) {
          const std::optional<Grid> now = life.grid();
          CHECK(now.has_value() == (ranks.rank() == 0));
          INFO(ranks.size(), " ranks, generation ", generation);
          if (now) CHECK(*now == expected);
          expected = reference_generation(expected);
          life.step();
        }
      }
    });
  });
}

TEST_CASE("the program makes the reference's grid with 1 to 4 ranks") {
  Grid expected = centered(parse_rle(patterns::glider_gun), {21, 40});
  for (int i = 0; i < 33; ++i) expected = reference_generation(expected);
  const TemporaryDirectory folder;
  const std::string file = folder.path() / "gun.rle";
  std::ofstream(file) << patterns::glider_gun;
  for (const std::string ranks : {"1", "2", "3", "4"}) {
    const Output output =
        run({program, "life", "--ranks", ranks, "--pattern", file, "--size",
             "21x40", "--generations", "33", "--print", "final"});
    CHECK(output.err == "");
    CHECK(output.out == expected.text());
  }
}

TEST_CASE("a map keeps its order with more and fewer inputs than ranks") {
  on_ranks(4, [](const Communicator& all) {
    on_each_number(all, [](const Communicator& ranks) {
      for (const int count : {0, 1, 3, 4, 10}) {
        std::vector<int> inputs;
        std::vector<long> expected;
        for (int i = 0; i < count; ++i) {
          inputs.push_back(i);
          expected.push_back(100 + i);
        }
        if (ranks.rank() != 0) expected.clear();
        CHECK(map_on_ranks<long>(ranks, inputs,
                                 [](int i) { return 100L + i; }) == expected);
      }
    });
  });
}

TEST_CASE("an error of MPI is an exception that says what is wrong") {
  on_ranks(2, [](const Communicator& ranks) {
    const std::vector<int> numbers = {1, 2, 3};
    std::vector<int> room(2);
    const std::span<const int> out(numbers);
    CHECK_THROWS_WITH_AS(ranks.send(out, 99, 1),
                         "MPI_Send: MPI_ERR_RANK: invalid rank", MpiError);
    if (ranks.rank() == 0) {
      ranks.send(out, 1, 1);
      ranks.send(out.first(1), 1, 2);
    } else {
      CHECK_THROWS_WITH_AS(ranks.receive(std::span(room), 0, 1),
                           "MPI_Recv: MPI_ERR_TRUNCATE: message truncated",
                           MpiError);
      CHECK_THROWS_WITH_AS(ranks.receive(std::span(room), 0, 2),
                           "MPI_Recv: 1 values came from rank 0, not 2",
                           MpiError);
    }
  });
}

TEST_CASE("nothing goes to nobody and nothing comes from there") {
  on_ranks(1, [](const Communicator& ranks) {
    int number = 5;
    const std::span<const int> out(&number, 1);
    int room = 7;
    const std::span<int> in(&room, 1);
    ranks.send(out, MPI_PROC_NULL, 1);
    ranks.receive(in, MPI_PROC_NULL, 1);
    ranks.send_receive(out, MPI_PROC_NULL, in, MPI_PROC_NULL, 1);
    CHECK(room == 7);
  });
}

TEST_CASE("rank 1 throws" * doctest::skip()) {
  on_ranks(3, [](const Communicator& ranks) {
    if (ranks.rank() == 1) throw std::runtime_error("out of luck");
    ranks.barrier();
  });
}
TEST_CASE("rank 1 is killed" * doctest::skip()) {
  on_ranks(3, [](const Communicator& ranks) {
    if (ranks.rank() == 1) ::raise(SIGKILL);
    ranks.barrier();
  });
}
TEST_CASE("everybody sends first" * doctest::skip()) {
  on_ranks(2, [](const Communicator& ranks) {
    int number = 1;
    const int other = 1 - ranks.rank();
    ranks.send(std::span<const int>(&number, 1), other, 1);
    ranks.receive(std::span(&number, 1), other, 1);
  });
}
TEST_CASE("a request is forgotten" * doctest::skip()) {
  on_ranks(2, [](const Communicator& ranks) {
    int number = 1;
    MPI_Request request = MPI_REQUEST_NULL;
    if (ranks.rank() == 0)
      MPI_Isend(&number, 1, MPI_INT, 1, 1, ranks.handle(), &request);
    else
      ranks.receive(std::span(&number, 1), 0, 1);
  });
}

TEST_CASE("an exception in a rank ends them all and names the rank") {
  CHECK(failure_of({3, {}}, this_test("rank 1 throws")) ==
        "rank 1: out of luck");
}

TEST_CASE("a deadlock is told with who waits for whom") {
  const std::string words = last_words(run_case(2, "everybody sends first"));
  CHECK(words.substr(words.find("deadlock")) ==
        "deadlock: rank 0 waits in MPI_Send to rank 1; "
        "rank 1 waits in MPI_Send to rank 0\n");
}

TEST_CASE("a request that nobody waits for is told") {
  CHECK(last_words(run_case(2, "a request is forgotten")) ==
        "rank 0: MPI_Isend to rank 1 was never waited for\n");
}

TEST_CASE("a rank that a signal ends ends them all and is told") {
  // Which one it was, mpirun tells only when it learns that in time.
  const std::string end = " was ended by signal 9 (Killed)";
  for (const Argv& command :
       {this_test("rank 1 is killed"),
        shell_on_each("[ $rank != 1 ] || kill -9 $$; sleep 100")}) {
    const std::string failure = failure_of({3, {}}, command);
    const bool told = failure == "rank 1" + end || failure == "a rank" + end;
    CHECK_MESSAGE(told, failure);
  }
}

TEST_CASE("a rank that exits with a failure ends them all") {
  CHECK(failure_of({2, {}},
                   shell_on_each("[ $rank != 1 ] || exit 7; sleep 100")) ==
        "a rank ended with exit 7");
}

TEST_CASE("what the ranks print and their success are passed on") {
  CHECK(run_ranks({3, {}}, shell_on_each("echo here"), true) ==
        "here\nhere\nhere\n");
}

TEST_CASE("a failing program of ranks prints one line and exits with 1") {
  const Output output =
      run({program, "life"}, {.environment = {{"PATH", "/nosuch"}}});
  CHECK(output.status == ExitStatus{1, 0});
  CHECK(output.err ==
        "16-beyond-one-machine life: mpirun is missing; on Debian or Ubuntu: "
        "apt-get install openmpi-bin\n");
}

TEST_CASE("no rank outlives the program that started it") {
  const auto family = [] { return descendants_of(::getppid()).size(); };
  const std::size_t before = family();
  Subprocess child({program, "life", "--ranks", "2", "--size", "50x50",
                    "--generations", "1000000"},
                   {.out = Stream::null(), .err = Stream::null()});
  CHECK(eventually([&] { return family() >= before + 4; }));
  child.kill();
  child.wait();
  CHECK(eventually([&] { return family() == before; }));
}

TEST_CASE("small messages get around and large ones need a receiver") {
  const Output output = run({program, "ring", "--ranks", "3"});
  CHECK(output.out ==
        "3 ranks, each sends to the next one and then receives\n"
        "MPI_Send             8 bytes: 3 of 3 ranks got through\n"
        "MPI_Send       1000000 bytes: 0 of 3 ranks got through; given up "
        "after 0.5 s\n"
        "MPI_Ssend            8 bytes: 0 of 3 ranks got through; given up "
        "after 0.5 s\n"
        "MPI_Sendrecv   1000000 bytes: 3 of 3 ranks got through\n");
}

#else

TEST_CASE("without MPI there are no ranks") {
  MESSAGE(
      "MPI is missing, so nothing is tested on ranks; on Debian or Ubuntu: "
      "apt-get install openmpi-bin libopenmpi-dev");
}

#endif
