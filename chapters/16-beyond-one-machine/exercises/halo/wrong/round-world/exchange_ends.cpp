// Rejected: assert "end of the rod keeps its value"
//
// Tempting: it is the exchange of the Game of Life, with numbers for rows.
//
// Wrong: a rod has two ends. Here the last cell heats the first one.
#include "exchange_ends.hpp"

void exchange_ends(const Communicator& ranks, std::span<double> rod) {
  const int left = (ranks.rank() + ranks.size() - 1) % ranks.size();
  const int right = (ranks.rank() + 1) % ranks.size();
  const std::span<const double> own = rod.subspan(1, rod.size() - 2);
  ranks.send_receive(own.last(1), right, rod.first(1), left, 1);
  ranks.send_receive(own.first(1), left, rod.last(1), right, 2);
}
