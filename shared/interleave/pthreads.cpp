// The C library's functions that block or let others run, in place of its own:
// the program under test and the standard library come here. Outside an
// exploration they hand on to the real ones.

#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstdlib>

#include "interleave/execution.hpp"
#include "interleave/real.hpp"

namespace workbook::interleave {
namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t epoch =
    1'700'000'000 * second;  // what the wall clock shows when the other shows 0

std::int64_t nanoseconds(const timespec& time) {
  return time.tv_sec * second + time.tv_nsec;
}

std::int64_t deadline(clockid_t clock, const timespec* time) {
  if (time == nullptr) return never;
  return clock == CLOCK_REALTIME ? nanoseconds(*time) - epoch
                                 : nanoseconds(*time);
}

void note(Task& task, Op op, const Object& object, Ending ending = Ending::done,
          const Task* other = nullptr) {
  Step* step =
      execution->note(task, op, reinterpret_cast<void*>(object.address));
  if (step == nullptr) return;
  step->ending = ending;
  if (other != nullptr) step->other = other->id;
}

// ---- locks ----

Task* reader_of(const Object& lock) {
  for (const auto& task : execution->tasks()) {
    if ((lock.readers >> task->id & 1) != 0) return task.get();
  }
  return nullptr;
}

bool lock(Task& task, Object& lock, bool recursive, std::int64_t until) {
  if (recursive && lock.owner == &task) {
    ++lock.depth;
    return true;
  }
  if (until != never) execution->saw_try();
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
  execution->saw_try();
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
  if (until != never) execution->saw_try();
  if (!wait) {
    if (taken && execution->stutters(task, lock)) return false;
    execution->saw_try();
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

// Releasing a lock needs no turn of its own: who waits for the lock could not
// have gone on before, and to the others it makes no difference, unless
// somebody tries the lock without waiting.
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
  if (execution->tries_locks || execution->limits().every_step)
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

bool is_recursive(const pthread_mutex_t* mutex) {
  constexpr int kinds = 3;
  return (mutex->__data.__kind & kinds) == PTHREAD_MUTEX_RECURSIVE;
}

// ---- waiting for a signal ----

void stop_waiting(Task& task, Object& object) {
  std::erase(object.waiting, &task);
}

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

void wake(Task& task, Object& object, std::size_t which) {
  Task& woken = *object.waiting[which];
  object.waiting.erase(object.waiting.begin() +
                       static_cast<std::ptrdiff_t>(which));
  woken.woken = true;
  woken.cause = task.past;
  woken.pending.deadline = never;  // it has its signal
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
  if (count == 0) ++condition.unheard;
  if (!all) count = std::min<std::size_t>(count, 1);
  for (; count > 0; --count) wake(task, condition, which);
}

long futex_wait(Task& task, const int* word, int expected, std::int64_t until) {
  Object& object = execution->object(word);
  execution->arrive(task, {Op::park, Effect::write, &object, nullptr, never});
  execution->happened(task, Op::park, &object, Effect::write);
  if (*word != expected) {
    note(task, Op::park, object, Ending::failed);
    errno = EAGAIN;
    return -1;
  }
  note(task, Op::park, object);
  object.waiting.push_back(&task);
  task.woken = false;
  task.cause = 0;
  execution->moved(task);
  if (!execution->arrive(
          task, {Op::unpark, Effect::write, &object, nullptr, until})) {
    stop_waiting(task, object);
    execution->happened(task, Op::unpark, &object, Effect::write, 1);
    execution->time_passed(task);
    note(task, Op::unpark, object, Ending::timed_out);
    errno = ETIMEDOUT;
    return -1;
  }
  execution->happened(task, Op::unpark, nullptr, Effect::none, task.cause);
  note(task, Op::unpark, object);
  return 0;
}

long futex_wake(Task& task, const int* word, int most) {
  Object& object = execution->object(word);
  execution->arrive(task, {Op::wake, Effect::write, &object, nullptr, never});
  std::size_t count = std::min<std::size_t>(
      object.waiting.size(), static_cast<std::size_t>(std::max(most, 0)));
  const bool choose = count == 1 && object.waiting.size() > 1;
  const std::size_t which =
      choose ? execution->pick(task, object.waiting.size()) : 0;
  execution->happened(task, Op::wake, &object, Effect::write, which);
  execution->moved(task);
  note(task, Op::wake, object, count == 0 ? Ending::failed : Ending::done,
       count == 0 ? nullptr : object.waiting[which]);
  if (count == 0) ++object.unheard;
  const auto woken = static_cast<long>(count);
  for (; count > 0; --count) wake(task, object, which);
  return woken;
}

long futex(Task& task, const long (&a)[6]) {
  const auto word = reinterpret_cast<const int*>(a[0]);
  const int operation = static_cast<int>(a[1]) & FUTEX_CMD_MASK;
  const clockid_t clock =
      (a[1] & FUTEX_CLOCK_REALTIME) != 0 ? CLOCK_REALTIME : CLOCK_MONOTONIC;
  const auto time = reinterpret_cast<const timespec*>(a[3]);
  switch (operation) {
    case FUTEX_WAIT: {
      const std::int64_t until =
          time == nullptr ? never : execution->tick(task) + nanoseconds(*time);
      return futex_wait(task, word, static_cast<int>(a[2]), until);
    }
    case FUTEX_WAIT_BITSET:
      return futex_wait(task, word, static_cast<int>(a[2]),
                        deadline(clock, time));
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
      return futex_wake(task, word, static_cast<int>(a[2]));
    default:
      execution->fail(Outcome::crash,
                      "uses a futex operation that is not simulated");
  }
}

// ---- threads, semaphores, once, time ----

constexpr std::uintptr_t handle_unit =
    4096;  // makes a handle look like the address that it usually is

pthread_t handle(const Task& task) { return (task.id + 1) * handle_unit; }
Task& by_handle(pthread_t thread) {
  const std::size_t id = thread / handle_unit - 1;
  if (id >= execution->tasks().size())
    execution->fail(Outcome::crash, "joins or detaches what is no thread");
  return *execution->tasks()[id];
}

int join(Task& task, pthread_t thread, void** result) {
  Task& other = by_handle(thread);
  if (&other == &task) return EDEADLK;
  Object& end = execution->object(&other);
  end.depth = other.id;
  if (!other.finished || execution->limits().every_step) {
    if (Step* step = execution->note(task, Op::join, nullptr)) {
      step->ending = Ending::blocked;
      step->other = other.id;
    }
    execution->arrive(task, {Op::join, Effect::none, &end, nullptr, never});
  }
  execution->happened(task, Op::join, nullptr, Effect::none, other.past);
  execution->moved(task);
  task.clock.join(other.clock);
  if (Step* step = execution->note(task, Op::join, nullptr))
    step->other = other.id;
  if (result != nullptr) *result = other.result;
  return 0;
}

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
template <typename Done>
bool begin_once(Task& task, Object& once, Done done) {
  if (once.owner != nullptr)
    note(task, Op::once, once, Ending::blocked, once.owner);
  execution->arrive(task, {Op::once, Effect::write, &once, nullptr, never});
  execution->happened(task, Op::once, &once, Effect::write);
  execution->moved(task);
  task.clock.join(once.released);
  if (done()) return false;
  once.owner = &task;
  note(task, Op::once, once);
  return true;
}

void end_once(Task& task, Object& once) {
  execution->happened(task, Op::once_done, &once, Effect::write);
  once.owner = nullptr;
  once.released.join(task.clock);
  task.clock.tick(task.id);
  note(task, Op::once_done, once);
}

void sleep_until(Task& task, std::int64_t until) {
  execution->moved(task);
  execution->arrive(task, {Op::sleep, Effect::none, nullptr, nullptr, until});
  execution->time_passed(task);
  execution->note(task, Op::sleep, nullptr);
}

// The C library and the unwinder lock and initialize things of their own, and
// keep them from run to run.
bool below(void* pc) { return execution->below(pc); }

int set_errno(int error) {
  if (error == 0) return 0;
  errno = error;
  return -1;
}

}  // namespace
}  // namespace workbook::interleave

using namespace workbook::interleave;

#define WORKBOOK_PC __builtin_return_address(0)
// A call that is not from a thread under exploration goes to the real function.
#define WORKBOOK_ELSE_REAL(name, ...)                           \
  const Visit visit(WORKBOOK_PC);                               \
  if (!visit || below(WORKBOOK_PC)) {                           \
    static const auto real_function =                           \
        reinterpret_cast<decltype(&::name)>(real::find(#name)); \
    return real_function(__VA_ARGS__);                          \
  }                                                             \
  [[maybe_unused]] Task& task = visit.task()

extern "C" {

int __cxa_guard_acquire(std::uint64_t* guard);
void __cxa_guard_release(std::uint64_t* guard) noexcept;
void __cxa_guard_abort(std::uint64_t* guard) noexcept;

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                   void* (*start)(void*), void* argument) noexcept {
  WORKBOOK_ELSE_REAL(pthread_create, thread, attributes, start, argument);
  execution->moved(task);
  int detached = PTHREAD_CREATE_JOINABLE;
  if (attributes != nullptr)
    ::pthread_attr_getdetachstate(attributes, &detached);
  *thread = (execution->tasks().size() + 1) * handle_unit;  // before it runs
  Task& child = execution->create(task, start, argument);
  child.detached = detached == PTHREAD_CREATE_DETACHED;
  return 0;
}
int pthread_join(pthread_t thread, void** result) {
  WORKBOOK_ELSE_REAL(pthread_join, thread, result);
  return join(task, thread, result);
}
int pthread_detach(pthread_t thread) noexcept {
  WORKBOOK_ELSE_REAL(pthread_detach, thread);
  by_handle(thread).detached = true;
  return 0;
}
pthread_t pthread_self() noexcept {
  WORKBOOK_ELSE_REAL(pthread_self);
  return handle(task);
}
int pthread_setname_np(pthread_t thread, const char* name) noexcept {
  WORKBOOK_ELSE_REAL(pthread_setname_np, thread, name);
  return 0;
}

int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
  WORKBOOK_ELSE_REAL(pthread_mutex_lock, mutex);
  lock(task, execution->object(mutex), is_recursive(mutex), never);
  return 0;
}
int pthread_mutex_trylock(pthread_mutex_t* mutex) noexcept {
  WORKBOOK_ELSE_REAL(pthread_mutex_trylock, mutex);
  return try_lock(task, execution->object(mutex), is_recursive(mutex)) ? 0
                                                                       : EBUSY;
}
int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock,
                            const timespec* time) noexcept {
  WORKBOOK_ELSE_REAL(pthread_mutex_clocklock, mutex, clock, time);
  return lock(task, execution->object(mutex), is_recursive(mutex),
              deadline(clock, time))
             ? 0
             : ETIMEDOUT;
}
int pthread_mutex_timedlock(pthread_mutex_t* mutex,
                            const timespec* time) noexcept {
  WORKBOOK_ELSE_REAL(pthread_mutex_timedlock, mutex, time);
  return lock(task, execution->object(mutex), is_recursive(mutex),
              deadline(CLOCK_REALTIME, time))
             ? 0
             : ETIMEDOUT;
}
int pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept {
  WORKBOOK_ELSE_REAL(pthread_mutex_unlock, mutex);
  unlock(task, execution->object(mutex));
  return 0;
}

int pthread_rwlock_rdlock(pthread_rwlock_t* rwlock) noexcept {
  WORKBOOK_ELSE_REAL(pthread_rwlock_rdlock, rwlock);
  lock_shared(task, execution->object(rwlock), never, true);
  return 0;
}
int pthread_rwlock_tryrdlock(pthread_rwlock_t* rwlock) noexcept {
  WORKBOOK_ELSE_REAL(pthread_rwlock_tryrdlock, rwlock);
  return lock_shared(task, execution->object(rwlock), never, false) ? 0 : EBUSY;
}
int pthread_rwlock_clockrdlock(pthread_rwlock_t* rwlock, clockid_t clock,
                               const timespec* time) noexcept {
  WORKBOOK_ELSE_REAL(pthread_rwlock_clockrdlock, rwlock, clock, time);
  return lock_shared(task, execution->object(rwlock), deadline(clock, time),
                     true)
             ? 0
             : ETIMEDOUT;
}
int pthread_rwlock_timedrdlock(pthread_rwlock_t* rwlock,
                               const timespec* time) noexcept {
  WORKBOOK_ELSE_REAL(pthread_rwlock_timedrdlock, rwlock, time);
  return lock_shared(task, execution->object(rwlock),
                     deadline(CLOCK_REALTIME, time), true)
             ? 0
             : ETIMEDOUT;
}
int pthread_rwlock_wrlock(pthread_rwlock_t* rwlock) noexcept {
  WORKBOOK_ELSE_REAL(pthread_rwlock_wrlock, rwlock);
  lock(task, execution->object(rwlock), false, never);
  return 0;
}
int pthread_rwlock_trywrlock(pthread_rwlock_t* rwlock) noexcept {
  WORKBOOK_ELSE_REAL(pthread_rwlock_trywrlock, rwlock);
  return try_lock(task, execution->object(rwlock), false) ? 0 : EBUSY;
}
int pthread_rwlock_clockwrlock(pthread_rwlock_t* rwlock, clockid_t clock,
                               const timespec* time) noexcept {
  WORKBOOK_ELSE_REAL(pthread_rwlock_clockwrlock, rwlock, clock, time);
  return lock(task, execution->object(rwlock), false, deadline(clock, time))
             ? 0
             : ETIMEDOUT;
}
int pthread_rwlock_timedwrlock(pthread_rwlock_t* rwlock,
                               const timespec* time) noexcept {
  WORKBOOK_ELSE_REAL(pthread_rwlock_timedwrlock, rwlock, time);
  return lock(task, execution->object(rwlock), false,
              deadline(CLOCK_REALTIME, time))
             ? 0
             : ETIMEDOUT;
}
int pthread_rwlock_unlock(pthread_rwlock_t* rwlock) noexcept {
  WORKBOOK_ELSE_REAL(pthread_rwlock_unlock, rwlock);
  unlock(task, execution->object(rwlock));
  return 0;
}

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

int pthread_once(pthread_once_t* control, void (*initialize)()) {
  constexpr int is_done = 2;  // as the C library has it
  {
    WORKBOOK_ELSE_REAL(pthread_once, control, initialize);
    if (!begin_once(task, execution->object(control),
                    [&] { return *control == is_done; }))
      return 0;
  }
  try {
    initialize();
  } catch (...) {
    const Visit visit(WORKBOOK_PC);
    end_once(visit.task(), execution->object(control));
    throw;
  }
  const Visit visit(WORKBOOK_PC);
  *control = is_done;
  end_once(visit.task(), execution->object(control));
  return 0;
}

// The first use of a static local variable. Bit 0 of the first byte says that
// it is there: the compiler looks at it before it calls.
int __cxa_guard_acquire(std::uint64_t* guard) {
  auto* done = reinterpret_cast<const volatile char*>(guard);
  WORKBOOK_ELSE_REAL(__cxa_guard_acquire, guard);
  return begin_once(task, execution->object(guard), [&] { return *done != 0; });
}
void __cxa_guard_release(std::uint64_t* guard) noexcept {
  WORKBOOK_ELSE_REAL(__cxa_guard_release, guard);
  *reinterpret_cast<volatile char*>(guard) = 1;
  end_once(task, execution->object(guard));
}
void __cxa_guard_abort(std::uint64_t* guard) noexcept {
  WORKBOOK_ELSE_REAL(__cxa_guard_abort, guard);
  end_once(task, execution->object(guard));
}

int sched_yield() noexcept {
  WORKBOOK_ELSE_REAL(sched_yield);
  if (task.stutter > 0) return 0;  // it spins, and gives way in a moment
  execution->arrive(task, {Op::yield, Effect::none, nullptr, nullptr, never});
  execution->happened(task, Op::yield, nullptr, Effect::none);
  execution->note(task, Op::yield, nullptr);
  return 0;
}
int nanosleep(const timespec* time, timespec* rest) {
  WORKBOOK_ELSE_REAL(nanosleep, time, rest);
  sleep_until(task, execution->tick(task) + nanoseconds(*time));
  return 0;
}
int clock_nanosleep(clockid_t clock, int flags, const timespec* time,
                    timespec* rest) {
  WORKBOOK_ELSE_REAL(clock_nanosleep, clock, flags, time, rest);
  const bool absolute = (flags & TIMER_ABSTIME) != 0;
  sleep_until(task, absolute ? deadline(clock, time)
                             : execution->tick(task) + nanoseconds(*time));
  return 0;
}
int usleep(useconds_t time) {
  WORKBOOK_ELSE_REAL(usleep, time);
  sleep_until(task, execution->tick(task) + std::int64_t{time} * 1000);
  return 0;
}
unsigned sleep(unsigned time) {
  WORKBOOK_ELSE_REAL(sleep, time);
  sleep_until(task, execution->tick(task) + time * second);
  return 0;
}
int clock_gettime(clockid_t clock, timespec* time) noexcept {
  WORKBOOK_ELSE_REAL(clock_gettime, clock, time);
  const std::int64_t now =
      execution->tick(task) + (clock == CLOCK_REALTIME ? epoch : 0);
  *time = {now / second, now % second};
  return 0;
}

long syscall(long number, ...) noexcept {
  long a[6];
  va_list list;
  va_start(list, number);
  for (long& argument : a) argument = va_arg(list, long);
  va_end(list);
  if (number == SYS_futex) {
    if (const Visit visit(WORKBOOK_PC); visit) return futex(visit.task(), a);
  }
  return real::syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

}  // extern "C"
