#pragma once

#include <cstddef>
#include <string>

namespace workbook {

// What one thread costs, on this machine, now.
struct ThreadCost {
  double seconds;        // to start it and to wait for its end
  double address_space;  // bytes that a waiting one reserves
  double resident;       // bytes of it that are really in memory
  double kernel_stack;   // bytes that the system keeps for it; 0: not known
};

// Starts and joins `count` threads, one after the other; then lets `count` of
// them wait at once and looks at /proc (man 5 proc).
ThreadCost measure_thread_cost(int count);

// The size of the stack that a new thread gets, in bytes.
std::size_t default_stack_size();

struct ThreadLimit {
  int threads;        // that could be started
  std::string error;  // why the next one could not be; empty: all could
};

// How many threads can wait at once in a process that has `address_space` bytes
// to spare, each with a stack of `stack_size` bytes; at most `most` are tried.
// Finds out in a child process, so that neither this process nor the machine
// comes to a limit. Call it while this process has no other thread.
ThreadLimit find_thread_limit(std::size_t address_space, std::size_t stack_size,
                              int most);

}  // namespace workbook
