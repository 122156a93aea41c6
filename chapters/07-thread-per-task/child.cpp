#include "07-thread-per-task/child.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <exception>

#include "01-subprocess/exchange.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/unique_fd.hpp"

namespace workbook {
namespace {

[[noreturn]] void run_child(const std::function<void()>& body, int output) {
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  const rlimit no_core{};  // one that aborts leaves no file behind
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::signal(SIGABRT, SIG_DFL);  // a test framework may have one of its own
  int code = 0;
  try {
    body();
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    code = 1;
  }
  std::fflush(stdout);
  ::_exit(code);  // what the parent has to do at its exit is not ours
}

}  // namespace

ChildEnd in_child(const std::function<void()>& body) {
  std::array<int, 2> ends{};
  check_errno(::pipe2(ends.data(), O_CLOEXEC), "pipe");
  const UniqueFd reader(ends[0]);
  UniqueFd writer(ends[1]);
  std::fflush(
      stdout);  // or the child has a copy of what is still to be written
  const pid_t child = check_errno(::fork(), "fork");
  if (child == 0) run_child(body, writer.get());
  writer.reset();
  ChildEnd end;
  end.output = read_all(reader);
  int status = 0;
  while (::waitpid(child, &status, 0) == -1) {
    if (errno != EINTR) throw_errno("waitpid");
  }
  end.status = ExitStatus::from_wait_status(status);
  return end;
}

}  // namespace workbook
