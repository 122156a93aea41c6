// Who goes on, and which states are the same.

#include "interleave/engine/execution.hpp"

#include <algorithm>
#include <utility>

namespace workbook::interleave {
namespace {

// Two runs in which every step saw what the same step saw in the other, and the
// writes to each object came in the same order, have the same hash, however
// their steps are ordered otherwise. (Musuvathi and Qadeer, "Partial-order
// reduction for context-bounded state exploration", 2007, call it
// happens-before caching. They keep a write apart from the reads before it too,
// which is not needed: the reads tell what they saw.)
std::uint64_t step_hash(std::uint64_t past, Op op, const Object* object,
                        Effect effect, std::uint64_t variant) {
  std::uint64_t h = mix(past, static_cast<std::uint64_t>(op) + (variant << 8));
  if (object != nullptr && effect != Effect::none) {
    h = mix(h, object->written + (effect == Effect::write ? 1 : 0));
  }
  return h;
}

}  // namespace

bool Execution::arrive(Task& task, const Pending& pending) {
  settle(task);
  ++activity_;
  task.pending = pending;
  task.timed_out = false;
  if (record_) task.stack = code_.stack(task.pc);
  if (++steps_ > limits_.steps) {
    if (Step* step =
            note(task, pending.op,
                 pending.object == nullptr
                     ? nullptr
                     : reinterpret_cast<void*>(pending.object->address))) {
      step->ending = Ending::blocked;
    }
    fail(Outcome::livelock,
         "no end after " + std::to_string(limits_.steps) + " steps");
  }
  if (Task* starter = std::exchange(task.starter, nullptr)) {
    running_ = starter;
    switch_fiber(*task.fiber, *starter->fiber);
  } else {
    schedule(task);
  }
  if (task.timed_out) now_ = std::max(now_, task.pending.deadline);
  task.idle_accesses = 0;
  return !task.timed_out;
}

void Execution::schedule(Task& self) {
  collect(self);
  if (alternatives_.empty()) stuck();
  std::size_t choice = 0;
  if (alternatives_.size() > 1) choice = strategy_->choose(alternatives_);
  if (choice == Strategy::give_up) {
    failure_.abandoned = true;
    leave();
  }
  Task& next = *alternatives_[choice].task;
  next.timed_out = alternatives_[choice].timeout;
  if (next.pending.op == Op::relock && !next.woken && !next.timed_out)
    next.woken = true;  // spuriously
  // It gave way, if there was anybody to give way to.
  if (std::any_of(alternatives_.begin(), alternatives_.end(),
                  [&](const Alternative& other) {
                    return other.task != &next && !other.timeout;
                  }))
    next.gives_way = false;
  running_ = &next;
  if (&next != &self) switch_fiber(*self.fiber, *next.fiber);
}

void Execution::collect(const Task& self) {
  alternatives_.clear();
  const auto add = [&](Task& task, bool timeout, bool costs) {
    const std::uint64_t key =
        mix(future(task, task.pending, timeout), task.name + timeout);
    alternatives_.push_back(
        {&task, timeout, static_cast<std::uint8_t>(costs), key});
  };
  // The next thread in a circle: what a fair scheduler would run, and the same
  // for the same state.
  const auto others = [&](const auto& visit) {
    for (std::size_t i = 1; i < used_; ++i) {
      Task& task = *tasks_[(self.id + i) % used_];
      if (!task.finished) visit(task);
    }
  };
  Task& me = *tasks_[self.id];
  const bool ready = !self.finished && enabled(self);
  const bool yields = ready && (self.pending.op == Op::yield || self.gives_way);
  if (ready && !yields) add(me, false, false);
  others([&](Task& task) {
    if (enabled(task))
      add(task, false, ready && !(yields && alternatives_.empty()));
  });
  if (yields) {
    assumptions_.gave_way |= self.gives_way && !alternatives_.empty();
    add(me, false, !alternatives_.empty());
  }

  if (limits_.spurious_wakeups) {
    const bool others_run = !alternatives_.empty();
    const auto may_wake = [&](Task& task) {
      const bool waits =
          !task.finished && task.pending.op == Op::relock && !task.woken;
      if (waits && others_run && task.pending.mutex->owner == nullptr)
        add(task, false, true);
    };
    may_wake(me);
    others(may_wake);
  }

  // Time passes when nobody can run; that it passes earlier counts as a
  // preemption.
  const std::size_t runnable = alternatives_.size();
  const auto may_time_out = [&](Task& task) {
    if (!task.finished && task.pending.deadline != never && !enabled(task))
      add(task, true, runnable != 0);
  };
  if (!self.finished) may_time_out(me);
  others(may_time_out);
  if (runnable == 0 && alternatives_.size() > 1) {
    std::stable_sort(alternatives_.begin(), alternatives_.end(),
                     [](const Alternative& a, const Alternative& b) {
                       return a.task->pending.deadline <
                              b.task->pending.deadline;
                     });
    for (std::size_t i = 1; i < alternatives_.size(); ++i)
      alternatives_[i].cost = 1;
  }

  if (alternatives_.empty()) {  // those who spin go on, in turn
    others([&](Task& task) {
      if (task.pending.op == Op::spin) add(task, false, !alternatives_.empty());
    });
    if (!self.finished && self.pending.op == Op::spin)
      add(me, false, !alternatives_.empty());
  }
}

bool Execution::enabled(const Task& task) const {
  const Pending& pending = task.pending;
  const auto is_free = [&](const Object& lock, bool shared) {
    return lock.owner == nullptr && (shared || lock.readers == 0);
  };
  switch (pending.op) {
    case Op::lock:
      return is_free(*pending.object, false);
    case Op::lock_shared:
      return is_free(*pending.object, true);
    case Op::relock:
      return task.woken && is_free(*pending.mutex, false);
    case Op::unpark:
      return task.woken;
    case Op::join:
      return tasks_[pending.object->depth]->finished;
    case Op::acquire:
      return pending.object->count > 0;
    case Op::once:
      return pending.object->owner == nullptr;
    case Op::sleep:
      return false;
    case Op::spin:
      return std::any_of(task.seen.begin(), task.seen.end(),
                         [](const Task::Seen& seen) {
                           return seen.version != seen.object->version;
                         });
    default:
      return true;
  }
}

std::size_t Execution::pick(Task& task, std::size_t count, std::uint8_t cost) {
  if (count < 2) return 0;
  alternatives_.clear();
  for (std::size_t i = 0; i < count; ++i) {
    alternatives_.push_back({&task, false, i == 0 ? std::uint8_t{0} : cost,
                             mix(mix(state_, task.past), task.name + 16 + i)});
  }
  const std::size_t choice = strategy_->choose(alternatives_);
  if (choice == Strategy::give_up) {
    failure_.abandoned = true;
    leave();
  }
  return choice;
}

std::uint64_t Execution::future(const Task& task, const Pending& pending,
                                std::uint64_t variant) const {
  const std::uint64_t past =
      step_hash(task.past, pending.op, pending.object, pending.effect, variant);
  return state_ - mix(task.name, task.past) + mix(task.name, past);
}

void Execution::happened(Task& task, Op op, Object* object, Effect effect,
                         std::uint64_t variant) {
  const std::uint64_t past = step_hash(task.past, op, object, effect, variant);
  state_ += mix(task.name, past) - mix(task.name, task.past);
  task.past = past;
  if (++task.steps % limits_.steps_in_a_row == 0) task.gives_way = true;
  if (object != nullptr && effect == Effect::write) object->written = past;
}

}  // namespace workbook::interleave
