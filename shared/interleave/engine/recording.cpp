// The steps of a run that is shown.

#include "interleave/engine/execution.hpp"

#include <cstring>

namespace workbook::interleave {
namespace {

constexpr std::size_t most_recorded = 100'000;

}  // namespace

Step* Execution::note(Task& task, Op op, const void* address) {
  if (!record_ || trace_.size() > most_recorded) return nullptr;
  settle(task);
  Step& step = trace_.emplace_back();
  step.thread = task.id;
  step.op = op;
  step.object = reinterpret_cast<std::uint64_t>(address);
  // Of a thread that waits for its turn, another one's may be the stack here.
  step.stack = &task == current ? code_.stack(task.pc) : task.stack;
  return &step;
}

void Execution::settle(Task& task) {
  if (task.writing == 0) return;
  Step& step = trace_[task.writing - 1];
  task.writing = 0;
  std::memcpy(&step.value, reinterpret_cast<void*>(step.object), step.size);
}

}  // namespace workbook::interleave
