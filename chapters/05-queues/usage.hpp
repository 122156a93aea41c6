#pragma once

#include <sys/resource.h>

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

}  // namespace workbook
