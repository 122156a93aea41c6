// What is not simulated and would block for good, or end or copy a process that
// is not the program's: a clear word is better than a hang.

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <string>

#include "interleave/hooks/hook.hpp"

using namespace workbook::interleave;

namespace {

[[noreturn]] void refuse(Task& task, const char* name) {
  execution->note(task, Op::check, nullptr);
  execution->fail(workbook::Outcome::crash,
                  std::string(name) + " is not simulated by interleave");
}

}  // namespace

#define WORKBOOK_REFUSE(result, name, parameters, ...) \
  result name parameters {                             \
    WORKBOOK_ELSE_REAL(name, __VA_ARGS__);             \
    refuse(task, #name);                               \
  }

extern "C" {

WORKBOOK_REFUSE(int, pthread_cancel, (pthread_t thread), thread)
WORKBOOK_REFUSE(int, pthread_kill, (pthread_t thread, int number) noexcept,
                thread, number)
WORKBOOK_REFUSE(int, pthread_tryjoin_np,
                (pthread_t thread, void** result) noexcept, thread, result)
WORKBOOK_REFUSE(int, pthread_timedjoin_np,
                (pthread_t thread, void** result, const timespec* time), thread,
                result, time)
WORKBOOK_REFUSE(int, pthread_clockjoin_np,
                (pthread_t thread, void** result, clockid_t clock,
                 const timespec* time),
                thread, result, clock, time)
WORKBOOK_REFUSE(int, pthread_barrier_wait,
                (pthread_barrier_t * barrier) noexcept, barrier)
WORKBOOK_REFUSE(int, pthread_spin_lock, (pthread_spinlock_t * lock) noexcept,
                lock)
WORKBOOK_REFUSE(int, pthread_spin_trylock, (pthread_spinlock_t * lock) noexcept,
                lock)
WORKBOOK_REFUSE(pid_t, fork, () noexcept)
WORKBOOK_REFUSE(int, sigwait, (const sigset_t* signals, int* number), signals,
                number)
WORKBOOK_REFUSE(int, pause, ())

}  // extern "C"
