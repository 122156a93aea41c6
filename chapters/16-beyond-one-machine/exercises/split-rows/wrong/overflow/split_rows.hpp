// Rejected: assert "two billion rows"
//
// Tempting: the product is fine for every grid that one has ever seen.
//
// Wrong: height * ranks does not fit into an int for long, and then rows are
// negative.
#pragma once

#include <algorithm>

// Rows `first` to `first + count - 1`.
struct Rows {
  int first;
  int count;

  bool operator==(const Rows&) const = default;
};

inline Rows split_rows(int rank, int ranks, int height) {
  // Rounds up as long as rows are left over.
  const auto first = [&](int i) {
    const auto product = static_cast<unsigned>(height / ranks * ranks) *
                         static_cast<unsigned>(i);
    return static_cast<int>(product) / ranks + std::min(i, height % ranks);
  };
  return {first(rank), first(rank + 1) - first(rank)};
}
