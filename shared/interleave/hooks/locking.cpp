#include "interleave/hooks/locking.hpp"

#include "interleave/hooks/hook.hpp"

namespace workbook::interleave {
namespace {

Task* reader_of(const Object& lock) {
  for (const auto& task : execution->tasks()) {
    if ((lock.readers >> task->id & 1) != 0) return task.get();
  }
  return nullptr;
}

}  // namespace

bool lock(Task& task, Object& lock, bool recursive, std::int64_t until) {
  if (recursive && lock.owner == &task) {
    ++lock.depth;
    return true;
  }
  if (lock.owner != nullptr || lock.readers != 0) {
    note(task, Op::lock, lock, Ending::blocked,
         lock.owner != nullptr ? lock.owner : reader_of(lock));
  }
  if (!execution->arrive(task,
                         {Op::lock, Effect::write, &lock, nullptr, until})) {
    execution->happened(task, Op::lock, &lock, Effect::read, 1);
    execution->time_passed(task);
    note(task, Op::lock, lock, Ending::timed_out);
    return false;
  }
  execution->happened(task, Op::lock, &lock, Effect::write);
  execution->take(task, lock);
  execution->moved(task);
  note(task, Op::lock, lock);
  return true;
}

// A try that fails in a loop is a spin.
bool try_lock(Task& task, Object& lock, bool recursive) {
  if (recursive && lock.owner == &task) {
    ++lock.depth;
    return true;
  }
  const bool taken = lock.owner != nullptr || lock.readers != 0;
  if (taken && execution->stutters(task, lock)) return false;
  execution->arrive(task, {Op::try_lock, Effect::write, &lock, nullptr, never});
  execution->happened(task, Op::try_lock, &lock, Effect::write);
  if (lock.owner != nullptr || lock.readers != 0) {
    note(task, Op::try_lock, lock, Ending::failed,
         lock.owner != nullptr ? lock.owner : reader_of(lock));
    execution->saw(task, lock);
    return false;
  }
  execution->take(task, lock);
  execution->moved(task);
  note(task, Op::try_lock, lock);
  return true;
}

bool lock_shared(Task& task, Object& lock, std::int64_t until, bool wait) {
  const bool taken = lock.owner != nullptr;
  if (!wait) {
    if (taken && execution->stutters(task, lock)) return false;
  } else if (taken) {
    note(task, Op::lock_shared, lock, Ending::blocked, lock.owner);
  }
  const Op op = wait ? Op::lock_shared : Op::try_lock_shared;
  if (!execution->arrive(task, {op, Effect::write, &lock, nullptr, until})) {
    execution->happened(task, op, &lock, Effect::read, 1);
    execution->time_passed(task);
    note(task, op, lock, Ending::timed_out);
    return false;
  }
  execution->happened(task, op, &lock, Effect::write);
  if (lock.owner != nullptr) {
    note(task, op, lock, Ending::failed, lock.owner);
    execution->saw(task, lock);
    return false;
  }
  lock.readers |= 1U << task.id;
  ++lock.version;
  task.clock.join(lock.released);
  task.held.push_back(&lock);
  execution->moved(task);
  note(task, op, lock);
  return true;
}

void unlock(Task& task, Object& lock) {
  const bool shared = (lock.readers >> task.id & 1) != 0;
  if (lock.owner != &task && !shared) {
    note(task, Op::check, lock);
    execution->fail(Outcome::crash, "unlocks a lock that it does not hold");
  }
  if (!shared && lock.depth > 1) {
    --lock.depth;
    return;
  }
  const Op op = shared ? Op::unlock_shared : Op::unlock;
  execution->arrive(task, {op, Effect::write, &lock, nullptr, never});
  execution->happened(task, op, &lock, Effect::write);
  note(task, op, lock);
  if (shared) {
    lock.readers &= ~(1U << task.id);
    ++lock.version;
    lock.released_shared.join(task.clock);
    task.clock.tick(task.id);
    std::erase(task.held, &lock);
  } else {
    execution->drop(task, lock);
  }
  execution->moved(task);
}

}  // namespace workbook::interleave
