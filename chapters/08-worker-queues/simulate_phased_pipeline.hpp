#pragma once

#include <cstddef>
#include <vector>

#include "05-queues/closable_queue.hpp"
#include "05-queues/stoppable_worker.hpp"
#include "06-fan-out/grid.hpp"
#include "06-fan-out/rules.hpp"
#include "08-worker-queues/cell_result.hpp"
#include "08-worker-queues/simulate_pipeline.hpp"

namespace workbook {

// #region items
// A cell whose neighbors are to be counted. Workers read `grid` at the same
// time; nobody writes to it meanwhile.
struct CountTask {
  int y;
  int x;
  const Grid* grid;
};

// The same cell, counted.
struct CountResult {
  int y;
  int x;
  Cell cell;
  ValueOrError<int> neighbors;
};

inline int count(const CountTask& task) {
  return count_neighbors(task.y, task.x,
                         [&](int y, int x) { return task.grid->get(y, x); });
}
// #endregion items

// #region phases
// What the workers of the first stage do, with `counting(task)`.
template <typename Counting>
auto count_with(const Counting& counting) {
  return [&counting](const CountTask& task) {
    return CountResult{task.y, task.x, task.grid->get(task.y, task.x),
                       attempt([&] { return counting(task); })};
  };
}

// What the workers of the second stage do, with `logic(task)`. An error of the
// first stage goes through.
template <typename Logic>
auto decide_with(const Logic& logic) {
  return [&logic](const CountResult& counted) {
    const auto next = [&] {
      return logic(CellTask{counted.y, counted.x, counted.cell,
                            value_of(counted.neighbors)});
    };
    return CellResult{counted.y, counted.x, attempt(next)};
  };
}
// #endregion phases

// As simulate_pipeline(), with a stage more: from `in` to `counted`, and from
// there to `out`. `out` must have room for a whole generation.
// #region simulate-phased-pipeline
inline Grid simulate_phased_pipeline(const Grid& grid,
                                     ClosableQueue<CountTask>& in,
                                     ClosableQueue<CountResult>& counted,
                                     ClosableQueue<CellResult>& out) {
  for (int y = 0; y < grid.size().height; ++y) {
    for (int x = 0; x < grid.size().width; ++x) in.push({y, x, &grid});
  }
  in.join();       // every cell is counted,
  counted.join();  // and then decided
  return collect(grid.size(), out);
}
// #endregion simulate-phased-pipeline

// The queues and the workers, `count` for each stage. Borrows what they do.
template <typename Counting = int(const CountTask&),
          typename Logic = Cell(const CellTask&)>
class PhasedPipeline {
 public:
  PhasedPipeline(std::size_t workers, std::size_t cells,
                 const Counting& counting = count, const Logic& logic = decide)
      : in_(cells),
        counted_(cells),
        out_(cells),
        counters_(start_workers(workers, count_with(counting), in_, counted_)),
        deciders_(start_workers(workers, decide_with(logic), counted_, out_)) {}

  Grid next(const Grid& grid) {
    return simulate_phased_pipeline(grid, in_, counted_, out_);
  }

 private:
  ClosableQueue<CountTask> in_;
  ClosableQueue<CountResult> counted_;
  ClosableQueue<CellResult> out_;
  std::vector<StoppableWorker> counters_;
  std::vector<StoppableWorker> deciders_;
};

}  // namespace workbook
