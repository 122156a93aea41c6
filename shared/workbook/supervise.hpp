#pragma once

#include <string>

namespace workbook {

// How a supervised test executable ends, besides 0 (all checks hold) and 1 (a
// check failed). A test that a signal ended exits with 128 + the signal, as in
// a shell.
constexpr int exit_stuck = 124;
constexpr int exit_leak = 125;

// Runs this very program again in a child process and sees to it that it ends.
// It is stuck, and is killed, when none of its threads and none of its
// processes ran for three seconds, or when they used five seconds
// (WORKBOOK_CPU_LIMIT) of CPU time; a slow or busy machine makes neither true.
// A report on standard error then says where each thread was and what each
// child process waited for. Child processes that are left running are killed
// and reported too. Returns the exit status.
int supervise(char** argv);

// Whether this process is the supervised one. It then answers the supervisor's
// questions from here on.
bool answer_supervisor();

// Tells the supervisor which test case runs, for its report.
void tell_supervisor(const std::string& test_case);

}  // namespace workbook
