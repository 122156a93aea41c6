#pragma once

#include <mpi.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "06-fan-out/grid.hpp"
#include "16-beyond-one-machine/band.hpp"
#include "16-beyond-one-machine/communicator.hpp"
#include "16-beyond-one-machine/gather.hpp"
#include "16-beyond-one-machine/halo.hpp"
#include "16-beyond-one-machine/rows.hpp"

namespace workbook {

// The Game of Life, each rank with a band of its rows. Every rank makes one and
// makes the same calls in the same order. All functions throw MpiError.
//
//   LifeOnRanks life(ranks, grid);  // the grid of rank 0 counts
//   life.step();
//   const std::optional<Grid> next = life.grid();  // at rank 0
class LifeOnRanks {
 public:
  // Hands the rows of rank 0's grid to all. What the others pass is not looked
  // at: they need not have it.
  LifeOnRanks(const Communicator& ranks, const std::optional<Grid>& grid);

  void step();  // one generation

  // The whole grid at rank 0, nothing at the others.
  std::optional<Grid> grid() const;

 private:
  LifeOnRanks(const Communicator& ranks, Size size,
              const std::optional<Grid>& grid);

  static Size agreed_size(const Communicator& ranks,
                          const std::optional<Grid>& grid);

  Communicator ranks_;
  Size size_;
  int busy_;   // how many ranks own rows
  Rows mine_;  // of the grid
  Band now_;
  Band next_;  // of the same size, to write into
};

inline LifeOnRanks::LifeOnRanks(const Communicator& ranks,
                                const std::optional<Grid>& grid)
    : LifeOnRanks(ranks, agreed_size(ranks, grid), grid) {}

// #region life
inline void LifeOnRanks::step() {
  if (mine_.count == 0) return;  // more ranks than rows
  exchange_halo(ranks_, busy_, now_);
  now_.step_to(next_);
  std::swap(now_, next_);
}
// #endregion life

inline LifeOnRanks::LifeOnRanks(const Communicator& ranks, Size size,
                                const std::optional<Grid>& grid)
    : ranks_(ranks),
      size_(size),
      busy_(busy_ranks(ranks.size(), size.height)),
      mine_(rows_of(ranks.rank(), ranks.size(), size.height)),
      now_(mine_.count, size.width),
      next_(mine_.count, size.width) {
  constexpr int tag = 3;
  const auto columns = static_cast<std::size_t>(size.width);
  if (ranks.rank() == 0) {
    std::vector<CellByte> row(columns);
    for (int to = ranks.size() - 1; to >= 0; --to) {
      const Rows rows = rows_of(to, ranks.size(), size.height);
      for (int y = 0; y < rows.count; ++y) {
        std::ranges::transform(
            grid->row(rows.first + y), row.begin(), [](char cell) {
              return cell == static_cast<char>(Cell::alive) ? CellByte{1}
                                                            : CellByte{0};
            });
        if (to == 0)
          std::ranges::copy(row, now_.row(y).begin());
        else
          ranks.send(std::span<const CellByte>(row), to, tag);
      }
    }
  } else {
    for (int y = 0; y < mine_.count; ++y) ranks.receive(now_.row(y), 0, tag);
  }
}

inline std::optional<Grid> LifeOnRanks::grid() const {
  std::vector<CellByte> part;
  for (int y = 0; y < mine_.count; ++y)
    part.insert(part.end(), now_.row(y).begin(), now_.row(y).end());
  const std::vector<CellByte> whole = gather<CellByte>(ranks_, part);
  if (ranks_.rank() != 0) return std::nullopt;
  Grid grid(size_);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const int at = static_cast<int>(i);
    if (whole[i] != 0)
      grid.set(at / size_.width, at % size_.width, Cell::alive);
  }
  return grid;
}

// Rank 0 knows it, and tells the others.
inline Size LifeOnRanks::agreed_size(const Communicator& ranks,
                                     const std::optional<Grid>& grid) {
  std::array<int, 2> sides{};
  if (ranks.rank() == 0) sides = {grid->size().height, grid->size().width};
  check_mpi(MPI_Bcast(sides.data(), 2, MPI_INT, 0, ranks.handle()),
            "MPI_Bcast");
  return {sides[0], sides[1]};
}

}  // namespace workbook
