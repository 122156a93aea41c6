// sem_*: POSIX semaphores.

#include <semaphore.h>

#include <cerrno>

#include "interleave/hooks/hook.hpp"

namespace workbook::interleave {
namespace {

int acquire(Task& task, sem_t* semaphore, std::int64_t until, bool may_wait) {
  Object& object = execution->object(semaphore);
  if (!may_wait && object.count == 0 && execution->stutters(task, object))
    return EAGAIN;
  if (may_wait && object.count == 0)
    note(task, Op::acquire, object, Ending::blocked);
  const Op op = may_wait ? Op::acquire : Op::try_lock;
  if (!execution->arrive(task, {op, Effect::write, &object, nullptr, until})) {
    execution->happened(task, op, &object, Effect::write, 1);
    execution->time_passed(task);
    note(task, Op::acquire, object, Ending::timed_out);
    return ETIMEDOUT;
  }
  execution->happened(task, op, &object, Effect::write);
  if (object.count == 0) {
    note(task, Op::acquire, object, Ending::failed);
    execution->saw(task, object);
    return EAGAIN;
  }
  --object.count;
  ++object.version;
  execution->moved(task);
  task.clock.join(object.released);
  note(task, Op::acquire, object);
  return 0;
}

void release(Task& task, sem_t* semaphore) {
  Object& object = execution->object(semaphore);
  execution->arrive(task,
                    {Op::release, Effect::write, &object, nullptr, never});
  execution->happened(task, Op::release, &object, Effect::write);
  execution->moved(task);
  ++object.count;
  ++object.version;
  object.released.join(task.clock);
  task.clock.tick(task.id);
  note(task, Op::release, object);
}

// True: the caller is to do the work and call end_once().
}  // namespace
}  // namespace workbook::interleave

using namespace workbook::interleave;

extern "C" {

int sem_init(sem_t* semaphore, int shared, unsigned value) noexcept {
  WORKBOOK_ELSE_REAL(sem_init, semaphore, shared, value);
  execution->object(semaphore).count = static_cast<long>(value);
  return 0;
}
int sem_destroy(sem_t* semaphore) noexcept {
  WORKBOOK_ELSE_REAL(sem_destroy, semaphore);
  return 0;
}
int sem_wait(sem_t* semaphore) {
  WORKBOOK_ELSE_REAL(sem_wait, semaphore);
  return set_errno(acquire(task, semaphore, never, true));
}
int sem_trywait(sem_t* semaphore) noexcept {
  WORKBOOK_ELSE_REAL(sem_trywait, semaphore);
  return set_errno(acquire(task, semaphore, never, false));
}
int sem_timedwait(sem_t* semaphore, const timespec* time) {
  WORKBOOK_ELSE_REAL(sem_timedwait, semaphore, time);
  return set_errno(
      acquire(task, semaphore, deadline(CLOCK_REALTIME, time), true));
}
int sem_clockwait(sem_t* semaphore, clockid_t clock, const timespec* time) {
  WORKBOOK_ELSE_REAL(sem_clockwait, semaphore, clock, time);
  return set_errno(acquire(task, semaphore, deadline(clock, time), true));
}
int sem_post(sem_t* semaphore) noexcept {
  WORKBOOK_ELSE_REAL(sem_post, semaphore);
  release(task, semaphore);
  return 0;
}
int sem_getvalue(sem_t* semaphore, int* value) noexcept {
  WORKBOOK_ELSE_REAL(sem_getvalue, semaphore, value);
  *value = static_cast<int>(execution->object(semaphore).count);
  return 0;
}

}  // extern "C"
