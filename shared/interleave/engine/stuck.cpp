// What is said when no thread can go on.

#include "interleave/engine/execution.hpp"

namespace workbook::interleave {

void Execution::stuck() {
  // Follows who waits for whom from each thread, to a circle, a finished thread
  // or a signal.
  const auto blocker = [&](const Task& task) -> const Task* {
    const Pending& pending = task.pending;
    const Object* lock = pending.object;
    switch (pending.op) {
      case Op::join:
        return tasks_[pending.object->depth].get();
      case Op::once:
        return lock->owner;
      case Op::relock:
        if (!task.woken) return nullptr;
        lock = pending.mutex;
        [[fallthrough]];
      case Op::lock:
      case Op::lock_shared:
        if (lock->owner != nullptr) return lock->owner;
        for (std::size_t i = 0; i < used_;
             ++i) {  // another reader, or the thread itself
          if ((lock->readers >> i & 1) != 0) return tasks_[i].get();
        }
        return nullptr;
      default:
        return nullptr;
    }
  };
  bool circle = false;
  bool signal = false;
  for (std::size_t i = 0; i < used_; ++i) {
    if (tasks_[i]->finished) continue;
    const Task* task = tasks_[i].get();
    std::size_t length = 0;
    while (task != nullptr && !task->finished && length++ <= used_) {
      const Task* next = blocker(*task);
      signal |= next == nullptr;
      task = next;
    }
    circle |= length > used_;
  }
  for (std::size_t i = 0; i < used_; ++i) {
    Task& task = *tasks_[i];
    if (task.finished) continue;
    const Object* object = task.pending.op == Op::relock && task.woken
                               ? task.pending.mutex
                               : task.pending.object;
    const bool has_address = object != nullptr && task.pending.op != Op::join;
    if (Step* step = note(
            task, task.pending.op,
            has_address ? reinterpret_cast<void*>(object->address) : nullptr)) {
      step->ending = Ending::blocked;
      step->before =
          static_cast<std::uint64_t>(object == nullptr ? 0 : object->unheard);
      step->value = task.woken;
      if (const Task* other = blocker(task)) step->other = other->id;
      // This runs on another thread's stack; what the thread itself noted when
      // it came here tells more.
      const bool from_library = !code_.in_program(task.pc);
      for (std::size_t at = from_library ? trace_.size() - 1 : 0; at-- > 0;) {
        const Step& before = trace_[at];
        if (before.thread != task.id || before.stack.front() != task.pc)
          continue;
        step->stack = before.stack;
        break;
      }
    }
  }
  fail(circle || !signal ? Outcome::deadlock : Outcome::lost_wakeup, {});
}

}  // namespace workbook::interleave
