#pragma once

#include <sys/resource.h>

#include <ctime>

namespace workbook {

// How often the threads of this process have left a core so far, to wait or
// because their turn was over. Source: Linux getrusage(2).
inline long context_switches_of_all() {
  rusage all{};
  ::getrusage(RUSAGE_SELF, &all);
  return all.ru_nvcsw + all.ru_nivcsw;
}

// How often the threads of this process went to sleep so far.
inline long sleeps_of_all() {
  rusage all{};
  ::getrusage(RUSAGE_SELF, &all);
  return all.ru_nvcsw;
}

// How often the other threads of this process went to sleep so far.
inline long sleeps_of_others() {
  rusage all{};
  rusage own{};
  ::getrusage(RUSAGE_SELF, &all);
  ::getrusage(RUSAGE_THREAD, &own);
  return all.ru_nvcsw - own.ru_nvcsw;
}

// CPU time that the calling thread has used so far, in seconds. Source: POSIX
// clock_gettime.
inline double cpu_seconds_of_this_thread() {
  std::timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_nsec) * 1e-9;
}

}  // namespace workbook
