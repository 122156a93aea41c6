// pthread_mutex_* and pthread_rwlock_*: std::mutex, std::shared_mutex and their
// kin.

#include <pthread.h>

#include <cerrno>

#include "interleave/hooks/hook.hpp"
#include "interleave/hooks/locking.hpp"

using namespace workbook::interleave;

namespace {

bool is_recursive(const pthread_mutex_t* mutex) {
  constexpr int kinds = 3;
  return (mutex->__data.__kind & kinds) == PTHREAD_MUTEX_RECURSIVE;
}

}  // namespace

extern "C" {

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

}  // extern "C"
