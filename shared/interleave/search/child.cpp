#include "interleave/search/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "interleave/hooks/real.hpp"
#include "workbook/errno_error.hpp"

namespace workbook::interleave {
namespace {

using Clock = std::chrono::steady_clock;

// The child must not say anything: it would say it once a schedule.
void be_quiet() {
  const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  for (int fd = 0; fd <= 2; ++fd) ::dup2(null.get(), fd);
}

}  // namespace

Child::Child(const std::function<void()>& work) {
  const pid_t parent = ::getpid();
  pid_ = check_errno(::fork(), "fork");
  if (pid_ != 0) {
    end_ = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
    if (!end_) {
      const int error = errno;
      stop();
      throw_errno("pidfd_open", error);
    }
    return;
  }
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) real::syscall(SYS_exit_group, 1);
  be_quiet();
  try {
    work();
  } catch (...) {
    real::syscall(SYS_exit_group, 3);
  }
  real::syscall(SYS_exit_group, 0);
}

Child::~Child() {
  if (pid_ > 0) stop();
}

std::optional<int> Child::wait(std::chrono::milliseconds time) {
  pollfd poll_end{end_.get(), POLLIN, 0};
  const auto end = Clock::now() + time;
  int ready = 0;
  do {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                          end - Clock::now())
                          .count();
    ready = ::poll(&poll_end, 1, static_cast<int>(std::max<long>(left, 0)));
  } while (ready == -1 && errno == EINTR);
  if (ready == 0) ::kill(pid_, SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) == -1 && errno == EINTR) {
  }
  pid_ = -1;
  if (ready == 0) return std::nullopt;
  return status;
}

void Child::stop() {
  ::kill(pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) == -1 && errno == EINTR) {
  }
  pid_ = -1;
}

std::string describe_status(int status) {
  if (WIFSIGNALED(status))
    return std::string("the process was ended by the signal ") +
           ::strsignal(WTERMSIG(status));
  return "the process ended by itself with status " +
         std::to_string(WEXITSTATUS(status));
}

}  // namespace workbook::interleave
