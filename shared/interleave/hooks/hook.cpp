#include "interleave/hooks/hook.hpp"

#include <cerrno>

namespace workbook::interleave {

std::int64_t nanoseconds(const timespec& time) {
  return time.tv_sec * second + time.tv_nsec;
}

std::int64_t deadline(clockid_t clock, const timespec* time) {
  if (time == nullptr) return never;
  return clock == CLOCK_REALTIME ? nanoseconds(*time) - epoch
                                 : nanoseconds(*time);
}

void note(Task& task, Op op, const Object& object, Ending ending,
          const Task* other) {
  Step* step =
      execution->note(task, op, reinterpret_cast<void*>(object.address));
  if (step == nullptr) return;
  step->ending = ending;
  if (other != nullptr) step->other = other->id;
}

int set_errno(int error) {
  if (error == 0) return 0;
  errno = error;
  return -1;
}

}  // namespace workbook::interleave
