#include "exchange_ends.hpp"

void exchange_ends(const Communicator& ranks, std::span<double> rod) {
  const int last = ranks.size() - 1;
  // To and from MPI_PROC_NULL, nothing is sent and nothing received.
  const int left = ranks.rank() == 0 ? MPI_PROC_NULL : ranks.rank() - 1;
  const int right = ranks.rank() == last ? MPI_PROC_NULL : ranks.rank() + 1;
  const std::span<const double> own = rod.subspan(1, rod.size() - 2);
  constexpr int tag = 1;
  ranks.send_receive(own.last(1), right, rod.first(1), left, tag);
  ranks.send_receive(own.first(1), left, rod.last(1), right, tag);
}
