// syscall(SYS_futex): the waits of atomics, semaphores, latches, barriers and
// futures.

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>

#include <algorithm>
#include <cerrno>
#include <cstdarg>

#include "interleave/hooks/hook.hpp"
#include "interleave/hooks/waiting.hpp"

namespace workbook::interleave {
namespace {

long futex_wait(Task& task, const int* word, int expected, std::int64_t until) {
  Object& object = execution->object(word);
  execution->arrive(task, {Op::park, Effect::write, &object, nullptr, never});
  execution->happened(task, Op::park, &object, Effect::write);
  if (*word != expected) {
    note(task, Op::park, object, Ending::failed);
    errno = EAGAIN;
    return -1;
  }
  if (Step* step = execution->note(task, Op::park,
                                   reinterpret_cast<void*>(object.address))) {
    step->awaited = execution->awaited(task);
  }
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

}  // namespace
}  // namespace workbook::interleave

using namespace workbook::interleave;

extern "C" {

long syscall(long number, ...) noexcept {
  long a[6];
  va_list list;
  va_start(list, number);
  for (long& argument : a) argument = va_arg(list, long);
  va_end(list);
  if (number == SYS_futex) {
    if (const Visit visit(WORKBOOK_CALLER); visit)
      return futex(visit.task(), a);
  }
  return real::syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

}  // extern "C"
