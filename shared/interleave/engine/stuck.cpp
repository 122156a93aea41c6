// What is said when no thread can go on.
//
// Suppose that every condition variable and every atomic that a thread waits on
// were notified. A thread is *hopeful* if it could then go on, sooner or later:
//
//   - who waits for a notification is hopeful;
//   - who waits for a lock, for the end of a thread or for a call_once is
//     hopeful if all who hold it up are;
//   - who waits for a latch, a barrier, a semaphore or a future is hopeful if
//     any other thread is, since that one may come to do what is waited for.
//
// If all are hopeful, all that is missing is a notification that nobody is left
// to give: a lost wake-up. If one is not, no notification helps it: a deadlock.
// So a deadlock is a circle of locks, a lock of a thread that has ended, and
// also a semaphore, a latch, a barrier or a future that nobody is left to
// release, count down, come to or make ready: these remember, so no wake-up can
// be lost.

#include <algorithm>

#include "interleave/engine/execution.hpp"

namespace workbook::interleave {

Awaited Execution::awaited(const Task& task) const {
  using Kind = LibraryFunctions::Kind;
  if (task.pending.op == Op::acquire) return Awaited::semaphore;
  if (task.pending.op == Op::relock) return Awaited::notification;
  if (!code_.in_program(task.pc))  // only futures sleep inside the library
    return Awaited::future;
  switch (functions_.kind(task)) {
    case Kind::latch:
      return Awaited::latch;
    case Kind::barrier:
      return Awaited::barrier;
    case Kind::semaphore:
      return Awaited::semaphore;
    default:
      return Awaited::notification;
  }
}

// The threads that hold up `task`; none if it waits for a signal.
std::vector<Task*> Execution::holders(const Task& task) const {
  const Pending& pending = task.pending;
  const Object* lock = pending.object;
  switch (pending.op) {
    case Op::join:
      return {tasks_[static_cast<std::size_t>(lock->depth)].get()};
    case Op::once:
      return {lock->owner};
    case Op::relock:
      if (!task.woken) return {};
      lock = pending.mutex;
      break;
    case Op::lock:
    case Op::lock_shared:
      break;
    default:
      return {};
  }
  if (lock->owner != nullptr) return {lock->owner};
  std::vector<Task*> readers;
  for (std::size_t i = 0; i < used_; ++i) {
    if ((lock->readers >> i & 1) != 0) readers.push_back(tasks_[i].get());
  }
  return readers;
}

std::vector<bool> Execution::find_hopeful() const {
  std::vector<bool> hopeful(used_, false);
  const auto has_hope = [&](const Task& task) {
    const std::vector<Task*> held_up_by = holders(task);
    if (!held_up_by.empty()) {
      return std::all_of(held_up_by.begin(), held_up_by.end(),
                         [&](const Task* other) { return hopeful[other->id]; });
    }
    return awaited(task) == Awaited::notification ||
           std::find(hopeful.begin(), hopeful.end(), true) != hopeful.end();
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < used_; ++i) {
      if (tasks_[i]->finished || hopeful[i] || !has_hope(*tasks_[i])) continue;
      hopeful[i] = changed = true;
    }
  }
  return hopeful;
}

void Execution::stuck() {
  const std::vector<bool> hopeful = find_hopeful();
  bool deadlock = false;
  for (std::size_t i = 0; i < used_; ++i) {
    Task& task = *tasks_[i];
    if (task.finished) continue;
    deadlock |= !hopeful[i];
    const Object* object = task.pending.op == Op::relock && task.woken
                               ? task.pending.mutex
                               : task.pending.object;
    const bool has_address = object != nullptr && task.pending.op != Op::join;
    Step* step =
        note(task, task.pending.op,
             has_address ? reinterpret_cast<void*>(object->address) : nullptr);
    if (step == nullptr) continue;
    step->ending = Ending::blocked;
    step->before =
        static_cast<std::uint64_t>(object == nullptr ? 0 : object->unheard);
    step->value = task.woken;
    step->awaited = awaited(task);
    // Of several readers, one that has ended tells most, then another than the
    // thread itself.
    const auto tells = [&](const Task* other) {
      return other->finished ? 2 : other != &task ? 1 : 0;
    };
    const std::vector<Task*> held_up_by = holders(task);
    const auto most = std::max_element(
        held_up_by.begin(), held_up_by.end(),
        [&](const Task* a, const Task* b) { return tells(a) < tells(b); });
    if (most != held_up_by.end()) step->other = (*most)->id;
  }
  fail(deadlock ? Outcome::deadlock : Outcome::lost_wakeup, {});
}

}  // namespace workbook::interleave
