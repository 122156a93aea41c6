#pragma once

#include <sys/types.h>

#include <exception>
#include <thread>
#include <vector>

#include "workbook/move_only_function.hpp"

namespace workbook {

// The number that the system knows the calling thread by.
pid_t this_thread_id();

// How often `thread`, one of this process, has left a core: to wait, or because
// its turn was over. Throws std::runtime_error when there is no such thread.
long context_switches(pid_t thread);

// Whether `thread`, one of this process, waits without polling: true as soon as
// it slept through 50 ms, false when it did not in 400 looks, or used a second
// of CPU time meanwhile. A thread that waits passes, however slow the machine;
// one that looks, sleeps for less than 50 ms and looks again does not. A thread
// that has ended neither waits nor polls: false.
bool sleeps(pid_t thread);

// A thread that makes one call, for a test to look at it meanwhile.
class ProbedCall {
 public:
  // Returns when the thread is about to make the call.
  explicit ProbedCall(MoveOnlyFunction<void()> call);
  ~ProbedCall();  // joins
  ProbedCall(const ProbedCall&) = delete;
  ProbedCall& operator=(const ProbedCall&) = delete;

  // Whether the call waits without polling, as sleeps() above tells it.
  bool sleeps() const;

  // Waits for the end of the call and throws what it threw.
  void join();

 private:
  std::exception_ptr error_;  // written by the thread, read after the join
  pid_t id_ = 0;
  std::thread thread_;
};

// The threads of this process, by these numbers.
std::vector<pid_t> thread_ids();

// How many threads this process has: the calling one, and those that have not
// ended. A thread that was joined a moment ago may still be among them.
int thread_count();

}  // namespace workbook
