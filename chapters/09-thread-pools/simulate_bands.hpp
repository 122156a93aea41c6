#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "06-fan-out/grid.hpp"
#include "06-fan-out/rules.hpp"
#include "09-thread-pools/map.hpp"
#include "09-thread-pools/thread_pool.hpp"

namespace workbook {

// The next generation; each call of a worker steps a band of whole rows. For
// rules that only compute: one cell is too little work to hand over.
// #region simulate-bands
inline Grid simulate_bands(ThreadPool& pool, const Grid& grid) {
  const auto [height, width] = grid.size();
  // A few for each worker, so that one that started late has less to do.
  const int count = std::min(height, 4 * static_cast<int>(pool.size()));
  std::vector<std::pair<int, int>> bands;  // from this row, to before that one
  for (int i = 0; i < count; ++i)
    bands.emplace_back(height * i / count, height * (i + 1) / count);

  const auto get = [&](int y, int x) { return grid.get(y, x); };
  const auto next_band = [&, width = width](std::pair<int, int> rows) {
    const auto [from, to] = rows;
    Grid band({to - from, width});
    const auto set = [&, from = from](int y, int x, Cell cell) {
      band.set(y - from, x, cell);
    };
    for (int y = from; y < to; ++y) {
      for (int x = 0; x < width; ++x) step_cell(y, x, get, set);
    }
    return band;
  };
  const std::vector<Grid> next_bands = map(pool, bands, next_band);

  Grid next(grid.size());
  for (std::size_t i = 0; i < bands.size(); ++i)
    next.set_rows(bands[i].first, next_bands[i]);
  return next;
}
// #endregion simulate-bands

}  // namespace workbook
