// The pipelines under every schedule, on grids of two cells.

#include <thread>

#include "05-queues/closable_queue.hpp"
#include "08-worker-queues/simulate_phased_pipeline.hpp"
#include "08-worker-queues/simulate_pipeline.hpp"
#include "interleave/doctest.hpp"

using namespace workbook;

namespace {

// A worker of a stage, without what StoppableWorker adds: smaller to explore.
template <typename In, typename Out, typename Step>
void serve(ClosableQueue<In>& in, ClosableQueue<Out>& out, const Step& step) {
  for (const In& item : in) out.push(step(item));
}

}  // namespace

TEST_CASE("two workers step two cells under every schedule") {
  CHECK_INTERLEAVINGS([] {
    const Grid grid(Size{1, 2});
    ClosableQueue<CellTask> in(2);
    ClosableQueue<CellResult> out(2);
    const auto work = [&] { serve(in, out, step_with(decide)); };
    std::thread first(work);
    std::thread second(work);
    const Grid next = simulate_pipeline(grid, in, out);
    in.close();
    first.join();
    second.join();
    CHECK(next.population() == 0);
  });
}

TEST_CASE("two stages step a cell under every schedule") {
  CHECK_INTERLEAVINGS([] {
    const Grid grid(Size{1, 2});
    ClosableQueue<CountTask> in(2);
    ClosableQueue<CountResult> counted(2);
    ClosableQueue<CellResult> out(2);
    std::thread counter([&] { serve(in, counted, count_with(count)); });
    std::thread decider([&] { serve(counted, out, decide_with(decide)); });
    const Grid next = simulate_phased_pipeline(grid, in, counted, out);
    in.close();
    counted.close();
    counter.join();
    decider.join();
    CHECK(next.population() == 0);
  });
}

TEST_CASE("results that do not fit into the queue stop everybody") {
  CHECK_INTERLEAVINGS_FIND(workbook::Outcome::lost_wakeup, [] {
    const Grid grid(Size{1, 2});
    ClosableQueue<CellTask> in(2);
    ClosableQueue<CellResult> out(1);
    std::thread worker([&] { serve(in, out, step_with(decide)); });
    simulate_pipeline(grid, in, out);
    in.close();
    worker.join();
  });
}
