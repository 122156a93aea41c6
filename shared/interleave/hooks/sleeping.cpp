// Sleeping, giving way and the clock, in virtual time.

#include <sched.h>
#include <time.h>
#include <unistd.h>

#include "interleave/hooks/hook.hpp"

namespace workbook::interleave {
namespace {

void sleep_until(Task& task, std::int64_t until) {
  execution->moved(task);
  execution->arrive(task, {Op::sleep, Effect::none, nullptr, nullptr, until});
  execution->time_passed(task);
  execution->note(task, Op::sleep, nullptr);
}

}  // namespace
}  // namespace workbook::interleave

using namespace workbook::interleave;

extern "C" {

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

}  // extern "C"
