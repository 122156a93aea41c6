// pthread_cond_*: std::condition_variable.

#include <pthread.h>

#include <algorithm>
#include <cerrno>

#include "interleave/hooks/hook.hpp"
#include "interleave/hooks/locking.hpp"
#include "interleave/hooks/waiting.hpp"

namespace workbook::interleave {
namespace {

int wait(Task& task, Object& condition, Object& mutex, std::int64_t until) {
  if (mutex.owner != &task) {
    note(task, Op::check, condition);
    execution->fail(Outcome::crash,
                    "waits on a condition variable without holding the mutex");
  }
  execution->arrive(task,
                    {Op::wait, Effect::write, &condition, nullptr, never});
  execution->happened(task, Op::wait, &condition, Effect::write);
  execution->happened(task, Op::unlock, &mutex, Effect::write);
  if (Step* step = execution->note(
          task, Op::wait, reinterpret_cast<void*>(condition.address))) {
    step->value = mutex.address;
  }
  execution->drop(task, mutex);
  condition.waiting.push_back(&task);
  task.woken = false;
  task.cause = 0;
  execution->moved(task);
  if (!execution->arrive(
          task, {Op::relock, Effect::write, &condition, &mutex, until})) {
    stop_waiting(task, condition);
    execution->happened(task, Op::relock, &condition, Effect::write, 1);
    execution->time_passed(task);
    note(task, Op::relock, condition, Ending::timed_out);
    lock(task, mutex, false, never);
    return ETIMEDOUT;
  }
  if (task.cause == 0) {  // a spurious end
    stop_waiting(task, condition);
    execution->happened(task, Op::relock, &condition, Effect::write, 2);
  }
  execution->happened(task, Op::relock, &mutex, Effect::write, task.cause);
  execution->take(task, mutex);
  if (Step* step = execution->note(
          task, Op::relock, reinterpret_cast<void*>(condition.address))) {
    step->value = mutex.address;
  }
  return 0;
}

void notify(Task& task, Object& condition, bool all) {
  const Op op = all ? Op::notify_all : Op::notify_one;
  execution->arrive(task, {op, Effect::write, &condition, nullptr, never});
  std::size_t count = condition.waiting.size();
  const std::size_t which = all ? 0 : execution->pick(task, count);
  execution->happened(task, op, &condition, Effect::write, which);
  execution->moved(task);
  note(task, op, condition, count == 0 ? Ending::failed : Ending::done,
       count == 0 ? nullptr : condition.waiting[which]);
  // Whoever gives its memory back and is not ordered with this races with it.
  execution->check_race(task, reinterpret_cast<void*>(condition.address), 1,
                        Access::read);
  if (count == 0) ++condition.unheard;
  if (!all) count = std::min<std::size_t>(count, 1);
  for (; count > 0; --count) wake(task, condition, which);
}

}  // namespace
}  // namespace workbook::interleave

using namespace workbook::interleave;

extern "C" {

int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  WORKBOOK_ELSE_REAL(pthread_cond_wait, condition, mutex);
  return wait(task, execution->object(condition), execution->object(mutex),
              never);
}
int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const timespec* time) {
  WORKBOOK_ELSE_REAL(pthread_cond_timedwait, condition, mutex, time);
  return wait(task, execution->object(condition), execution->object(mutex),
              deadline(CLOCK_REALTIME, time));
}
int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           clockid_t clock, const timespec* time) {
  WORKBOOK_ELSE_REAL(pthread_cond_clockwait, condition, mutex, clock, time);
  return wait(task, execution->object(condition), execution->object(mutex),
              deadline(clock, time));
}
int pthread_cond_signal(pthread_cond_t* condition) noexcept {
  WORKBOOK_ELSE_REAL(pthread_cond_signal, condition);
  notify(task, execution->object(condition), false);
  return 0;
}
int pthread_cond_broadcast(pthread_cond_t* condition) noexcept {
  WORKBOOK_ELSE_REAL(pthread_cond_broadcast, condition);
  notify(task, execution->object(condition), true);
  return 0;
}
int pthread_cond_destroy(pthread_cond_t* condition) noexcept {
  WORKBOOK_ELSE_REAL(pthread_cond_destroy, condition);
  Object& object = execution->object(condition);
  if (object.waiting.empty()) return 0;
  note(task, Op::check, object);
  execution->fail(workbook::Outcome::crash,
                  "destroys a condition variable that is waited on");
}

}  // extern "C"
