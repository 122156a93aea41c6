#pragma once

// Rows `first` to `first + count - 1`.
struct Rows {
  int first;
  int count;

  bool operator==(const Rows&) const = default;
};

// Which of `height` rows this rank owns.
inline Rows split_rows(int rank, int ranks, int height) {
  // TODO: consecutive rows for each rank, as evenly as possible
  (void)rank, (void)ranks;
  return {0, height};
}
