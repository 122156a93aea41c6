#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace workbook {

// What /proc (man 5 proc) says of processes and threads. A process that ended
// in the meantime is left out.

struct Thread {
  pid_t id;
  bool runnable;  // running, waiting for a core, or in uninterruptible I/O
  unsigned long long switches;  // how often it left a core so far
};

struct Process {
  pid_t id;
  double cpu_seconds;  // used by all its threads, and by its children that it
                       // waited for
  std::vector<Thread> threads;
};

// The children of `ancestor`, their children and so on; zombies are left out.
std::vector<Process> descendants_of(pid_t ancestor);

// The command line, shortened to fit a line of a report.
std::string command_of(pid_t process);

// What a thread is doing, in words: "waits for a child process to end", "runs".
// Where it waits at a pipe, it is also told which of `others` has the other
// end.
std::string activity_of(pid_t process, pid_t thread,
                        const std::vector<Process>& others = {});

}  // namespace workbook
