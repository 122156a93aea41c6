#pragma once

#include <algorithm>
#include <ostream>

namespace workbook {

// Rows `first` to `first + count - 1`.
struct Rows {
  int first;
  int count;

  bool operator==(const Rows&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const Rows& rows) {
  return out << rows.count << " rows from " << rows.first;
}

// Which of `height` rows a rank owns: all in order, none twice, none left out,
// and no rank has more than one row more than another. With more ranks than
// rows, the last ranks own none.
// #region rows-of
inline Rows rows_of(int rank, int ranks, int height) {
  const int each = height / ranks;
  const int left_over = height % ranks;  // the first ranks take one more
  return {rank * each + std::min(rank, left_over),
          each + (rank < left_over ? 1 : 0)};
}
// #endregion rows-of

// How many ranks own a row: these are 0 and those that follow.
inline int busy_ranks(int ranks, int height) { return std::min(ranks, height); }

}  // namespace workbook
