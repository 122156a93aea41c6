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

// Three exchanges of parts with `owned` cells each, with new values each time.
void check_exchanges(const Communicator& ranks, int owned) {
  const int rank = ranks.rank();
  const bool has_left = rank > 0;
  const bool has_right = rank < ranks.size() - 1;
  std::vector<double> rod(static_cast<std::size_t>(owned) + 2, untouched);
  for (int time = 1; time <= 3; ++time) {
    for (int cell = 0; cell < owned; ++cell)
      rod[static_cast<std::size_t>(cell) + 1] = cell_of(rank, cell, time);
    const std::vector<double> before = rod;
    exchange_ends(ranks, rod);
    INFO("rank ", rank, " of ", ranks.size(), ", ", owned, " cells each");
    if (has_left)
      REQUIRE_MESSAGE(rod.front() == cell_of(rank - 1, owned - 1, time),
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
    REQUIRE_MESSAGE(inner(rod) == inner(before),
                    "what a rank owns stays as it is");
  }
}

}  // namespace

TEST_CASE("one rank has no neighbors") {
  workbook::on_ranks(
      1, [](const Communicator& ranks) { check_exchanges(ranks, 5); });
}

TEST_CASE("neighbors get copies of each other's ends") {
  workbook::on_ranks(4, [](const Communicator& ranks) {
    check_exchanges(ranks, 5);
    check_exchanges(ranks, 1);
    check_exchanges(ranks, 2);
  });
}
