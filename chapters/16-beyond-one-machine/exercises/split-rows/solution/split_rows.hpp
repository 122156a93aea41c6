#pragma once

#include <algorithm>

// Rows `first` to `first + count - 1`.
struct Rows {
  int first;
  int count;

  bool operator==(const Rows&) const = default;
};

// Which of `height` rows this rank owns.
inline Rows split_rows(int rank, int ranks, int height) {
  const int each = height / ranks;
  const int left_over = height % ranks;
  return {rank * each + std::min(rank, left_over),
          each + (rank < left_over ? 1 : 0)};
}
