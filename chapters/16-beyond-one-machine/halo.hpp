#pragma once

#include <span>

#include "16-beyond-one-machine/band.hpp"
#include "16-beyond-one-machine/communicator.hpp"

namespace workbook {

// Fills the halo of each band from the ranks that own these rows. The first
// `busy` ranks have a band each, in order, and all of them call it; the world
// is round, so above the first is the last. Throws MpiError.
// #region exchange-halo
inline void exchange_halo(const Communicator& ranks, int busy, Band& band) {
  constexpr int upward = 1;
  constexpr int downward = 2;
  const int above = (ranks.rank() + busy - 1) % busy;
  const int below = (ranks.rank() + 1) % busy;
  const Band& own = band;
  // My first row goes up, and from below comes what is going up there.
  ranks.send_receive(own.row(0), above, band.row(band.rows()), below, upward);
  ranks.send_receive(own.row(band.rows() - 1), below, band.row(-1), above,
                     downward);
}
// #endregion exchange-halo

}  // namespace workbook
