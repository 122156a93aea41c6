#pragma once

#include <cstddef>
#include <exception>
#include <optional>
#include <tuple>

#include "05-queues/closable_queue.hpp"
#include "06-fan-out/grid.hpp"
#include "08-worker-queues/simulation_error.hpp"
#include "08-worker-queues/value_or_error.hpp"

namespace workbook {

// What a worker found out about a cell.
struct CellResult {
  int y;
  int x;
  ValueOrError<Cell> next;
};

// Takes the results of a whole generation out of the queue, in any order, and
// makes a grid of them. If some are errors it throws, after it has taken all,
// SimulationError for the first of these cells, by rows, with the cause nested.
// #region collect
inline Grid collect(Size size, ClosableQueue<CellResult>& out) {
  Grid next(size);
  std::optional<CellResult> failed;
  for (std::size_t i = 0; i < size.cells(); ++i) {
    const CellResult result = out.pop().value();
    if (const Cell* cell = std::get_if<Cell>(&result.next)) {
      next.set(result.y, result.x, *cell);
    } else if (!failed ||
               std::tie(result.y, result.x) < std::tie(failed->y, failed->x)) {
      failed = result;
    }
  }
  if (!failed) return next;
  try {
    value_of(failed->next);
  } catch (...) {
    std::throw_with_nested(SimulationError(failed->y, failed->x));
  }
  return next;
}
// #endregion collect

}  // namespace workbook
