// What the operations share: taking and giving back a lock, and the clock.

#include "interleave/engine/execution.hpp"

#include <algorithm>

namespace workbook::interleave {

void Execution::take(Task& task, Object& lock) {
  lock.owner = &task;
  ++lock.depth;
  ++lock.version;
  task.clock.join(lock.released);
  task.clock.join(lock.released_shared);
  if (lock.depth == 1) task.held.push_back(&lock);
}

void Execution::drop(Task& task, Object& lock) {
  lock.owner = nullptr;
  lock.depth = 0;
  ++lock.version;
  lock.released.join(task.clock);
  task.clock.tick(task.id);
  std::erase(task.held, &lock);
}

std::int64_t Execution::tick(Task& task) {
  constexpr std::int64_t microsecond = 1'000;
  constexpr std::int64_t millisecond = 1'000'000;
  constexpr std::uint32_t often =
      100;  // a thread that waits for the clock gets there sooner
  ++activity_;
  if (task.clock_reads <= often)
    arrive(task, {Op::clock, Effect::write, &clock_object_, nullptr, never});
  now_ += ++task.clock_reads > often ? millisecond * (task.clock_reads / often)
                                     : microsecond;
  happened(task, Op::clock, &clock_object_, Effect::write);
  return now_;
}

void Execution::time_passed(Task& task) {
  task.clock_reads = 0;
  happened(task, Op::clock, &clock_object_, Effect::write);
}

}  // namespace workbook::interleave
