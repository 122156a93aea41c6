#pragma once

#include <time.h>

namespace workbook {

// CPU time that was used so far, in seconds, by the clock `clock`. Source:
// POSIX clock_gettime.
inline double cpu_seconds(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_nsec) * 1e-9;
}

inline double cpu_seconds_of_this_thread() {
  return cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
}

// Of all its threads, those that have ended included.
inline double cpu_seconds_of_this_process() {
  return cpu_seconds(CLOCK_PROCESS_CPUTIME_ID);
}

// Keeps a core busy until the calling thread has used so many seconds more.
inline void use_cpu(double seconds) {
  const double end = cpu_seconds_of_this_thread() + seconds;
  while (cpu_seconds_of_this_thread() < end) {
  }
}

}  // namespace workbook
