// Rejected: assert "waits in MPI_Send to rank 1"
//
// Tempting: send to both sides, then receive from both. It works on every
// machine that you try it on, since a number fits into a buffer.
//
// Wrong: nothing promises a buffer. Without one, everybody waits for a
// receiver.
#include "exchange_ends.hpp"

void exchange_ends(const Communicator& ranks, std::span<double> rod) {
  const int rank = ranks.rank();
  const bool has_left = rank > 0;
  const bool has_right = rank < ranks.size() - 1;
  const std::span<const double> own = rod.subspan(1, rod.size() - 2);
  constexpr int tag = 1;
  if (has_right) ranks.send(own.last(1), rank + 1, tag);
  if (has_left) ranks.send(own.first(1), rank - 1, tag);
  if (has_left) ranks.receive(rod.first(1), rank - 1, tag);
  if (has_right) ranks.receive(rod.last(1), rank + 1, tag);
}
