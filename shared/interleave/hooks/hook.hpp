#pragma once

// What the hooks share: the functions that the program under test and the
// standard library call in place of the C library's.

#include <time.h>

#include <cstdint>

#include "interleave/hooks/real.hpp"
#include "interleave/hooks/visit.hpp"

namespace workbook::interleave {

constexpr std::int64_t second = 1'000'000'000;  // of virtual time
constexpr std::int64_t epoch =
    1'700'000'000 * second;  // what the wall clock shows when the other shows 0

std::int64_t nanoseconds(const timespec& time);
// The virtual time that `time` of `clock` is; null is never.
std::int64_t deadline(clockid_t clock, const timespec* time);

// A step with `object` for the schedule that is shown.
void note(Task& task, Op op, const Object& object, Ending ending = Ending::done,
          const Task* other = nullptr);

// Sets errno and returns -1, or returns 0 if there is no error.
int set_errno(int error);

}  // namespace workbook::interleave

// A call that is not from a thread under exploration goes to the real function,
// and so does one from the C library or the unwinder, which lock and initialize
// things of their own and keep them from run to run.
#define WORKBOOK_ELSE_REAL_NO_RETURN(name, ...)                          \
  const Visit visit(WORKBOOK_CALLER);                                    \
  if (!visit || execution->code().below(visit.task().pc)) {              \
    reinterpret_cast<decltype(&::name)>(real::find(#name))(__VA_ARGS__); \
    __builtin_unreachable();                                             \
  }
#define WORKBOOK_ELSE_REAL(name, ...)                           \
  const Visit visit(WORKBOOK_CALLER);                           \
  if (!visit || execution->code().below(visit.task().pc)) {     \
    static const auto real_function =                           \
        reinterpret_cast<decltype(&::name)>(real::find(#name)); \
    return real_function(__VA_ARGS__);                          \
  }                                                             \
  [[maybe_unused]] Task& task = visit.task()
