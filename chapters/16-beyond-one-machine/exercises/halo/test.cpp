#include <doctest/doctest.h>

#include <span>
#include <vector>

#include "16-beyond-one-machine/ranks_in_test.hpp"
#include "16-beyond-one-machine/watched_mpi.hpp"
#include "exchange_ends.hpp"

namespace {

constexpr double untouched = -1;

// What rank `rank` owns, cell by cell, at that time.
double cell_of(int rank, int cell, int time) {
  return 1000 * time + 100 * rank + cell;
}

// Three exchanges, with new values each time. `owned(rank)` is how many cells a
// rank owns.
template <typename Owned>
void check_exchanges(const Communicator& ranks, const Owned& owned) {
  const int rank = ranks.rank();
  const int mine = owned(rank);
  const bool has_left = rank > 0;
  const bool has_right = rank < ranks.size() - 1;
  std::vector<double> rod(static_cast<std::size_t>(mine) + 2, untouched);
  for (int time = 1; time <= 3; ++time) {
    for (int cell = 0; cell < mine; ++cell)
      rod[static_cast<std::size_t>(cell) + 1] = cell_of(rank, cell, time);
    const std::vector<double> before = rod;
    exchange_ends(ranks, rod);
    workbook::watched::check_requests();
    INFO("rank ", rank, " of ", ranks.size(), " owns ", mine, " cells");
    if (has_left)
      REQUIRE_MESSAGE(
          rod.front() == cell_of(rank - 1, owned(rank - 1) - 1, time),
          "the cell at the left is a copy of the neighbor's last");
    else
      REQUIRE_MESSAGE(rod.front() == untouched,
                      "the left end of the rod keeps its value");
    if (has_right)
      REQUIRE_MESSAGE(
          rod.back() == cell_of(rank + 1, 0, time),
          "the cell at the right is a copy of the neighbor's first");
    else
      REQUIRE_MESSAGE(rod.back() == untouched,
                      "the right end of the rod keeps its value");
    const auto inner = [](const std::vector<double>& part) {
      return std::vector<double>(part.begin() + 1, part.end() - 1);
    };
    const bool kept = inner(rod) == inner(before);
    REQUIRE_MESSAGE(kept, "what a rank owns stays as it is");
  }
}

int five(int) { return 5; }
int one(int) { return 1; }
int different(int rank) { return 1 + rank * 3 % 5; }

}  // namespace

TEST_CASE("one rank alone is right") {
  workbook::on_ranks(
      1, [](const Communicator& ranks) { check_exchanges(ranks, five); });
}

TEST_CASE("the first cell is a copy of the last that the left neighbor owns") {
  workbook::on_ranks(4, [](const Communicator& ranks) {
    check_exchanges(ranks, five);
    check_exchanges(ranks, one);
  });
}

TEST_CASE("parts may differ in size") {
  workbook::on_ranks(
      4, [](const Communicator& ranks) { check_exchanges(ranks, different); });
}

TEST_CASE("right for any number of ranks: two") {
  workbook::on_ranks(
      2, [](const Communicator& ranks) { check_exchanges(ranks, different); });
}

TEST_CASE("right for any number of ranks: an odd one") {
  workbook::on_ranks(
      3, [](const Communicator& ranks) { check_exchanges(ranks, different); });
}
