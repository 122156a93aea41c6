#pragma once

#include <cstddef>
#include <vector>

#include "05-queues/closable_queue.hpp"
#include "05-queues/stoppable_worker.hpp"
#include "06-fan-out/grid.hpp"
#include "06-fan-out/rules.hpp"
#include "08-worker-queues/cell_result.hpp"

namespace workbook {

// #region items
// What a worker has to know to step a cell.
struct CellTask {
  int y;
  int x;
  Cell cell;
  int neighbors;
};

inline Cell decide(const CellTask& task) {
  return game_logic(task.cell, task.neighbors);
}

// Makes of `logic(task)`, which may throw, what a worker does with a task.
template <typename Logic>
auto step_with(const Logic& logic) {
  return [&logic](const CellTask& task) {
    return CellResult{task.y, task.x, attempt([&] { return logic(task); })};
  };
}
// #endregion items

// The next generation; whoever takes tasks from `in` and pushes results to
// `out` steps the cells. `out` must have room for a whole generation. Throws as
// collect() does; both queues are empty then, and ready for the next one.
// #region simulate-pipeline
inline Grid simulate_pipeline(const Grid& grid, ClosableQueue<CellTask>& in,
                              ClosableQueue<CellResult>& out) {
  const auto get = [&](int y, int x) { return grid.get(y, x); };
  for (int y = 0; y < grid.size().height; ++y) {
    for (int x = 0; x < grid.size().width; ++x)  // fan-out
      in.push({y, x, grid.get(y, x), count_neighbors(y, x, get)});
  }
  in.join();  // fan-in
  return collect(grid.size(), out);
}
// #endregion simulate-pipeline

// Two queues, each with room for a generation of `cells`, and `count` workers
// between them, who call `logic` at the same time. Borrows `logic`.
// #region pipeline
template <typename Logic = Cell(const CellTask&)>
class CellPipeline {
 public:
  CellPipeline(std::size_t count, std::size_t cells,
               const Logic& logic = decide)
      : in_(cells),
        out_(cells),
        workers_(start_workers(count, step_with(logic), in_, out_)) {}

  Grid next(const Grid& grid) { return simulate_pipeline(grid, in_, out_); }

 private:
  ClosableQueue<CellTask> in_;
  ClosableQueue<CellResult> out_;
  std::vector<StoppableWorker> workers_;  // last: they use the queues
};
// #endregion pipeline

}  // namespace workbook
