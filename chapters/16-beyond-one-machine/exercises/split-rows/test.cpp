#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "split_rows.hpp"

namespace {

// Fails unless all rules hold.
void check_split(int ranks, int height, const std::string& what) {
  INFO(what, ": ", height, " rows, ", ranks, " ranks");
  long next = 0;
  int least = height;
  int most = 0;
  bool without = false;
  std::vector<Rows> all;
  for (int rank = 0; rank < ranks; ++rank) {
    const Rows rows = split_rows(rank, ranks, height);
    all.push_back(rows);
    INFO("rank ", rank, " owns ", rows.count, " rows from ", rows.first, " on");
    const bool follows = rows.count >= 0 && rows.first == next;
    REQUIRE_MESSAGE(follows,
                    "the rows of a rank follow those of the one before");
    const bool owner_after_none = without && rows.count > 0;
    REQUIRE_MESSAGE(!owner_after_none,
                    "the ranks without a row are the last ones");
    without = without || rows.count == 0;
    next += rows.count;
    least = std::min(least, rows.count);
    most = std::max(most, rows.count);
  }
  REQUIRE_MESSAGE(next == height, "all rows are owned");
  REQUIRE_MESSAGE(most - least <= 1, "no rank has two rows more than another");
  for (int rank = ranks - 1; rank >= 0; --rank) {
    INFO("rank ", rank, " is asked after those behind it");
    const Rows again = split_rows(rank, ranks, height);
    const bool same = again == all[static_cast<std::size_t>(rank)];
    REQUIRE_MESSAGE(same, "a rank computes its rows alone");
  }
}

}  // namespace

TEST_CASE("rows that divide evenly") {
  check_split(1, 1, "one of each");
  check_split(1, 9, "one rank");
  check_split(4, 100, "even");
}

TEST_CASE("rows that do not divide evenly") {
  check_split(8, 103, "seven are left over");
  for (int height = 1; height <= 60; ++height) {
    for (int ranks = 1; ranks <= height; ++ranks) {
      check_split(ranks, height, "any");
    }
  }
}

TEST_CASE("more ranks than rows") {
  for (int height = 1; height <= 12; ++height) {
    for (int ranks = height + 1; ranks <= 30; ++ranks)
      check_split(ranks, height, "few rows");
  }
}

TEST_CASE("no rows at all") { check_split(3, 0, "no rows"); }

TEST_CASE("right up to two billion rows") {
  check_split(1000, 2'000'000'000, "two billion rows");
  check_split(7, 2'000'000'000, "two billion rows");
}
