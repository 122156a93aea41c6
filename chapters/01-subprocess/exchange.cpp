#include "01-subprocess/exchange.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>

#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

// Bytes that a pipe holds on Linux unless told otherwise, the most that an
// unprivileged user may ask for, and the most to read in one call.
constexpr std::size_t default_pipe = 64 * 1024;
constexpr int roomy_pipe = 1024 * 1024;
constexpr std::size_t chunk = 256 * 1024;

// write(2) that reports a pipe without a reader as EPIPE and not with the
// signal that would end us. The signal is blocked for this thread only and, if
// it came from this call, taken back.
ssize_t write_without_sigpipe(int fd, const char* data, std::size_t size) {
  sigset_t sigpipe;
  sigemptyset(&sigpipe);
  sigaddset(&sigpipe, SIGPIPE);
  sigset_t pending;
  sigset_t before;
  sigpending(&pending);
  pthread_sigmask(SIG_BLOCK, &sigpipe, &before);
  const ssize_t written = ::write(fd, data, size);
  const int error = errno;
  if (written == -1 && error == EPIPE && sigismember(&pending, SIGPIPE) == 0) {
    const timespec now{};
    while (sigtimedwait(&sigpipe, nullptr, &now) == -1 && errno == EINTR) {
    }
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return written;
}

void set_nonblocking(const UniqueFd& fd) {
  if (fd)
    check_errno(
        ::fcntl(fd.get(), F_SETFL, ::fcntl(fd.get(), F_GETFL) | O_NONBLOCK),
        "fcntl");
}

// Reads what is there. Closes the pipe at its end.
void read_some(UniqueFd& pipe, std::string& text) {
  std::array<char, chunk> buffer;
  const ssize_t count = ::read(pipe.get(), buffer.data(), buffer.size());
  if (count > 0) {
    // A pipe that was full made its writer wait. A roomier one halves the
    // switches; if there may be none, fine.
    if (static_cast<std::size_t>(count) == default_pipe)
      ::fcntl(pipe.get(), F_SETPIPE_SZ, roomy_pipe);
    text.append(buffer.data(), static_cast<std::size_t>(count));
  } else if (count == 0) {
    pipe.reset();
  } else if (errno != EAGAIN && errno != EINTR) {
    throw_errno("read from a child");
  }
}

// Reads what was written so far, without waiting for more: a process that
// outlives the child may write for ever.
void drain(UniqueFd& pipe, std::string& text) {
  int written = 0;
  if (pipe) check_errno(::ioctl(pipe.get(), FIONREAD, &written), "ioctl");
  const std::size_t enough = text.size() + static_cast<std::size_t>(written);
  while (pipe && text.size() < enough) read_some(pipe, text);
}

}  // namespace

Deadline deadline_after(std::optional<std::chrono::nanoseconds> limit) {
  constexpr auto century = std::chrono::hours(24 * 365 * 100);
  if (!limit || *limit > century) return std::nullopt;
  return std::chrono::steady_clock::now() + *limit;
}

Exchange::Exchange(UniqueFd& in, std::string_view input, UniqueFd& out,
                   UniqueFd& err, const UniqueFd& ended)
    : in_(in), input_(input), out_(out), err_(err), ended_(ended) {
  set_nonblocking(in_);
  set_nonblocking(out_);
  set_nonblocking(err_);
  if (input_.size() > default_pipe)
    ::fcntl(in_.get(), F_SETPIPE_SZ, roomy_pipe);
  if (input_.empty()) in_.reset();
}

// #region run-until
bool Exchange::run_until(Deadline deadline) {
  for (;;) {
    std::array<pollfd, 4> descriptors = {{
        {in_ ? in_.get() : -1, POLLOUT, 0},  // poll skips -1
        {out_ ? out_.get() : -1, POLLIN, 0},
        {err_ ? err_.get() : -1, POLLIN, 0},
        {ended_.get(), POLLIN, 0},
    }};
    if (poll_until(descriptors, deadline) == 0) return false;

    if (descriptors[0].revents != 0) write_some();
    if (descriptors[1].revents != 0) read_some(out_, out_text);
    if (descriptors[2].revents != 0) read_some(err_, err_text);
    if (descriptors[3].revents != 0) {
      drain(out_, out_text);
      drain(err_, err_text);
      return true;
    }
  }
}
// #endregion run-until

void Exchange::write_some() {
  const ssize_t count =
      write_without_sigpipe(in_.get(), input_.data(), input_.size());
  if (count >= 0) input_.remove_prefix(static_cast<std::size_t>(count));
  if (count == -1 && errno == EPIPE)
    input_ = {};  // the child reads no more; that is its right
  if (count == -1 && errno != EPIPE && errno != EAGAIN && errno != EINTR)
    throw_errno("write to a child");
  if (input_.empty())
    in_.reset();  // the end of the input: the child's read returns 0
}

bool write_all(const UniqueFd& pipe, std::string_view data) {
  while (!data.empty()) {
    const ssize_t count =
        write_without_sigpipe(pipe.get(), data.data(), data.size());
    if (count >= 0) data.remove_prefix(static_cast<std::size_t>(count));
    if (count == -1 && errno == EPIPE) return false;
    if (count == -1 && errno != EINTR) throw_errno("write to a child");
  }
  return true;
}

std::string read_all(const UniqueFd& pipe) {
  std::string text;
  std::array<char, 16 * 1024> buffer;
  for (;;) {
    const ssize_t count = ::read(pipe.get(), buffer.data(), buffer.size());
    if (count == 0) return text;
    if (count > 0) text.append(buffer.data(), static_cast<std::size_t>(count));
    if (count == -1 && errno != EINTR) throw_errno("read from a child");
  }
}

int poll_until(std::span<pollfd> descriptors, Deadline deadline) {
  using namespace std::chrono;
  for (;;) {
    timespec left{};
    if (deadline) {
      const nanoseconds rest = std::max(
          nanoseconds(0), nanoseconds(*deadline - steady_clock::now()));
      left.tv_sec = duration_cast<seconds>(rest).count();
      left.tv_nsec = (rest % seconds(1)).count();
    }
    const int ready = ::ppoll(descriptors.data(), descriptors.size(),
                              deadline ? &left : nullptr, nullptr);
    if (ready >= 0) return ready;
    if (errno != EINTR) throw_errno("poll");
  }
}

}  // namespace workbook
