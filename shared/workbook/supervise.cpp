#include "workbook/supervise.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

#include "workbook/errno_error.hpp"
#include "workbook/processes.hpp"
#include "workbook/stacks.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/unique_fd.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;

constexpr auto sample_period = 100ms;

// In seconds: without anything running, the same for what outlives the test, of
// CPU time, and in all, for what sleeps, looks, and sleeps again for ever.
constexpr double quiet_limit = 3 * WORKBOOK_SLOWDOWN;
constexpr double leftover_limit = 1;
constexpr double default_cpu_limit = 5;
constexpr double wall_limit = 240;
constexpr const char* report_variable = "WORKBOOK_REPORT_FD";

int report_fd = -1;  // in the supervised process: the pipe to the supervisor

// What the supervisor heard from the test.
struct Heard {
  std::string test_case;
  std::map<pid_t, Stack> stacks;
};

void hear(int fd, Heard& heard) {
  static std::string unfinished;
  std::array<char, 4096> buffer{};
  for (ssize_t count = 0;
       (count = ::read(fd, buffer.data(), buffer.size())) > 0;) {
    unfinished.append(buffer.data(), static_cast<std::size_t>(count));
  }
  for (std::size_t end = 0; (end = unfinished.find('\n')) != std::string::npos;
       unfinished.erase(0, end + 1)) {
    const std::string line = unfinished.substr(0, end);
    if (line.starts_with("c ")) heard.test_case = line.substr(2);
    if (line.starts_with("s "))
      heard.stacks.insert(parse_stack(line.substr(2)));
  }
}

// activity_of(), with the process of the test called by that name.
std::string activity(pid_t process, pid_t thread,
                     const std::vector<Process>& others, pid_t test) {
  std::string text = activity_of(process, thread, others);
  const std::string number = fmt::format("process {}", test);
  if (const auto at = text.find(number); at != std::string::npos) {
    text.replace(at, number.size(), "the test");
  }
  return text;
}

void report_child(const Process& child, const std::vector<Process>& others,
                  pid_t test) {
  fmt::print(stderr, "  process {} `{}`\n    {}\n", child.id,
             command_of(child.id), activity(child.id, child.id, others, test));
}

// Says on standard error where each thread of the test is and what each of its
// children waits for.
void report_where(pid_t test, const std::vector<Process>& processes,
                  int from_test, Heard& heard) {
  if (!heard.test_case.empty())
    fmt::print(stderr, "  in the test case \"{}\"\n", heard.test_case);
  for (const Process& process : processes) {
    if (process.id != test) continue;
    std::map<pid_t, std::string>
        activities;  // asked first: the signal wakes the thread
    for (const Thread& thread : process.threads)
      activities[thread.id] = activity(test, thread.id, processes, test);
    for (const Thread& thread : process.threads)
      ::syscall(SYS_tgkill, test, thread.id, stack_signal());
    for (int tries = 0;
         tries < 20 && heard.stacks.size() < process.threads.size(); ++tries) {
      pollfd ready{from_test, POLLIN, 0};
      ::poll(&ready, 1, 50);
      hear(from_test, heard);
    }
    int number = 0;
    for (const Thread& thread : process.threads) {
      fmt::print(stderr, "  thread {} {}\n", ++number, activities[thread.id]);
      for (const std::string& frame :
           own_frames(test, heard.stacks[thread.id])) {
        fmt::print(stderr, "    in {}\n", frame);
      }
    }
  }
  for (const Process& process : processes) {
    if (process.id == test) continue;
    report_child(process, processes, test);
  }
}

void kill_all() {
  for (auto left = descendants_of(::getpid()); !left.empty();
       left = descendants_of(::getpid())) {
    for (const Process& process : left) ::kill(process.id, SIGKILL);
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
  }
}

// Tells when nothing ran any more.
class Watch {
 public:
  // Looks at the processes; returns for how many seconds none of their threads
  // has run.
  double quiet_seconds(const std::vector<Process>& processes) {
    bool runs = false;
    std::string state;
    for (const Process& process : processes) {
      for (const Thread& thread : process.threads) {
        runs = runs || thread.runnable;
        state += fmt::format("{}:{} ", thread.id, thread.switches);
      }
    }
    // When long has passed since the last look, this process has not run
    // either: that tells nothing of the others.
    const double passed =
        std::min(last_look_.seconds(),
                 2 * std::chrono::duration<double>(sample_period).count());
    last_look_ = Stopwatch();
    quiet_ = runs || state != last_state_ ? 0 : quiet_ + passed;
    last_state_ = state;
    return quiet_;
  }

 private:
  std::string last_state_;
  Stopwatch last_look_;
  double quiet_ = 0;
};

// WORKBOOK_CPU_LIMIT, in seconds, or the default; instrumented code may take
// longer.
double cpu_limit() {
  const char* chosen = std::getenv("WORKBOOK_CPU_LIMIT");
  return (chosen != nullptr ? std::atof(chosen) : default_cpu_limit) *
         WORKBOOK_SLOWDOWN;
}

// Waits until the test has ended and been reaped; returns its wait status, or
// -1 when it was stuck.
int watch_test(pid_t test, int from_test) {
  const UniqueFd ended(check_errno(
      static_cast<int>(::syscall(SYS_pidfd_open, test, 0)), "pidfd_open"));
  Heard heard;
  Watch watch;
  const Stopwatch stopwatch;
  for (;;) {
    pollfd ready{ended.get(), POLLIN, 0};
    ::poll(&ready, 1, static_cast<int>(sample_period.count()));
    hear(from_test, heard);
    int status = 0;
    if (::waitpid(test, &status, WNOHANG) == test) return status;

    const std::vector<Process> processes = descendants_of(::getpid());
    double cpu_seconds = 0;
    for (const Process& process : processes) cpu_seconds += process.cpu_seconds;
    std::string stuck;
    if (watch.quiet_seconds(processes) > quiet_limit) {
      stuck =
          fmt::format("nothing has run for {} s; everyone waits", quiet_limit);
    } else if (cpu_seconds > cpu_limit()) {
      stuck = fmt::format("it has used {:.0f} s of CPU time and goes on",
                          cpu_seconds);
    } else if (stopwatch.seconds() > wall_limit * WORKBOOK_SLOWDOWN) {
      stuck = fmt::format("it goes on after {:.0f} s", stopwatch.seconds());
    } else {
      continue;
    }
    std::fflush(stdout);
    fmt::print(stderr, "\nStuck: {}.\n", stuck);
    report_where(test, processes, from_test, heard);
    kill_all();
    return -1;
  }
}

// Returns whether processes outlive the test. One that is about to end by
// itself is waited for.
bool leaves_processes() {
  const Stopwatch stopwatch;
  Watch watch;
  for (;;) {
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    const std::vector<Process> left = descendants_of(::getpid());
    if (left.empty()) return false;
    const bool quiet = watch.quiet_seconds(left) > leftover_limit;
    if (quiet || stopwatch.seconds() > 10 * leftover_limit) {
      fmt::print(stderr, "\nLeft running when the test ended:\n");
      for (const Process& process : left) {
        report_child(process, left, 0);
      }
      kill_all();
      return true;
    }
    ::poll(nullptr, 0, static_cast<int>(sample_period.count()) / 10);
  }
}

}  // namespace

int supervise(char** argv) {
  std::array<int, 2> ends{};
  check_errno(::pipe2(ends.data(), O_NONBLOCK),
              "pipe");  // not close-on-exec: the test inherits one end
  const UniqueFd from_test(ends[0]);
  UniqueFd to_supervisor(ends[1]);
  ::fcntl(from_test.get(), F_SETFD, FD_CLOEXEC);
  ::setenv(report_variable, std::to_string(to_supervisor.get()).c_str(), 1);
  ::prctl(PR_SET_CHILD_SUBREAPER,
          1);  // what the test leaves behind becomes ours

  pid_t test = 0;
  const int error =
      ::posix_spawn(&test, "/proc/self/exe", nullptr, nullptr, argv, environ);
  if (error != 0) throw_errno("start the test", error);
  to_supervisor.reset();

  const int status = watch_test(test, from_test.get());
  const bool leak = status != -1 && leaves_processes();
  if (status == -1) return exit_stuck;
  if (WIFSIGNALED(status)) {
    fmt::print(stderr, "\nThe test was ended by signal {} ({}).\n",
               WTERMSIG(status), ::strsignal(WTERMSIG(status)));
    return 128 + WTERMSIG(status);
  }
  return leak && WEXITSTATUS(status) == 0 ? exit_leak : WEXITSTATUS(status);
}

bool answer_supervisor() {
  const char* fd = std::getenv(report_variable);
  if (fd == nullptr) return false;
  report_fd = std::atoi(fd);
  ::unsetenv(report_variable);
  ::fcntl(report_fd, F_SETFD, FD_CLOEXEC);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);

  report_stacks_to(report_fd);
  return true;
}

void tell_supervisor(const std::string& test_case) {
  if (report_fd == -1) return;
  const std::string line = "c " + test_case + "\n";
  [[maybe_unused]] const auto written =
      ::write(report_fd, line.data(), line.size());
}

}  // namespace workbook
