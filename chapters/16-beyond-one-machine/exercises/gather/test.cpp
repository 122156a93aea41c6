#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "16-beyond-one-machine/ranks_in_test.hpp"
#include "16-beyond-one-machine/watched_mpi.hpp"
#include "gather_lines.hpp"

namespace {

using Lines = std::vector<std::string>;

// Checks what comes of the lines of rank 0, rank 1...
void check_gathered(const Communicator& ranks, const std::vector<Lines>& parts,
                    const std::string& what) {
  Lines expected;
  for (const Lines& part : parts)
    expected.insert(expected.end(), part.begin(), part.end());
  const Lines lines =
      gather_lines(ranks, parts[static_cast<std::size_t>(ranks.rank())]);
  const std::string all = fmt::format("{}", fmt::join(lines, "|"));
  INFO("rank ", ranks.rank(), " has ", lines.size(), " lines: ", all);
  if (ranks.rank() == 0)
    REQUIRE_MESSAGE(lines == expected, what);
  else
    REQUIRE_MESSAGE(lines.empty(), "only rank 0 has the lines");
}

// Rank 1 is late: until rank 0 and rank 2 wait, and nothing is done any more.
void be_late() {
  using workbook::watched::waits_long;
  constexpr int most_looks = 1000;
  for (int look = 0; look < most_looks; ++look) {
    if (waits_long(0) && waits_long(2)) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace

TEST_CASE("one rank has its own lines") {
  workbook::on_ranks(1, [](const Communicator& ranks) {
    check_gathered(ranks, {{"a", "b"}}, "all lines are there");
    check_gathered(ranks, {{}}, "no lines are no lines");
  });
}

TEST_CASE("the lines of all ranks when one of them is late") {
  workbook::on_ranks(3, [](const Communicator& ranks) {
    ranks.barrier();
    if (ranks.rank() == 1) be_late();
    check_gathered(ranks, {{"a", "b"}, {"late"}, {"c"}},
                   "the lines are in the order of the ranks");
    ranks.barrier();
  });
}

TEST_CASE("parts of any length") {
  workbook::on_ranks(3, [](const Communicator& ranks) {
    const std::string large(20'000, 'x');
    check_gathered(ranks, {{"one"}, {large, large}, {}}, "a large part");
    check_gathered(ranks, {{}, {}, {}}, "no lines are no lines");
    check_gathered(ranks, {{}, {"a"}, {}}, "all lines are there");
    check_gathered(ranks, {{""}, {"", ""}, {"a", ""}},
                   "an empty line is a line");
  });
}
