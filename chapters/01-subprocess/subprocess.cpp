#include "01-subprocess/subprocess.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "01-subprocess/exchange.hpp"
#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

// What posix_spawn does in the child between its start and the program's, in
// this order.
class FileActions {
 public:
  FileActions() { ::posix_spawn_file_actions_init(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  posix_spawn_file_actions_t* get() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

// A child starts with no signal blocked and with the default for SIGPIPE,
// whatever this thread chose.
class Attributes {
 public:
  explicit Attributes(bool own_group) {
    ::posix_spawnattr_init(&attributes_);
    sigset_t signals;
    sigemptyset(&signals);
    ::posix_spawnattr_setsigmask(&attributes_, &signals);
    sigaddset(&signals, SIGPIPE);
    ::posix_spawnattr_setsigdefault(&attributes_, &signals);
    int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    if (own_group) flags |= POSIX_SPAWN_SETPGROUP;  // the group 0: its own
    ::posix_spawnattr_setflags(&attributes_, static_cast<short>(flags));
  }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

// A descriptor above the standard three, so that no step of the child's set-up
// overwrites it.
UniqueFd above_standard(int fd) {
  UniqueFd owned(check_errno(fd, "open"));
  if (fd > STDERR_FILENO) return owned;
  return UniqueFd(
      check_errno(::fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1), "fcntl"));
}

struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  check_errno(::pipe2(ends.data(), O_CLOEXEC), "pipe");
  UniqueFd write_end(ends[1]);  // owned before above_standard may throw
  Pipe pipe;
  pipe.read = above_standard(ends[0]);
  pipe.write = above_standard(write_end.release());
  return pipe;
}

// The parent's environment with `changes` in it, as posix_spawn wants it:
// "NAME=value".
std::vector<std::string> environment_with(
    const std::map<std::string, std::string>& changes) {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    if (!changes.contains(std::string(text.substr(0, text.find('=')))))
      variables.emplace_back(text);
  }
  for (const auto& [name, value] : changes)
    variables.push_back(name + "=" + value);
  return variables;
}

// The strings as a null-terminated array of C strings; it points into them.
std::vector<char*> c_strings(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (const std::string& string : strings)
    pointers.push_back(const_cast<char*>(string.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

Subprocess::Subprocess(const Argv& argv, SpawnOptions options) {
  if (argv.empty())
    throw std::invalid_argument("a command has at least the name of a program");

  // #region spawn
  FileActions actions;
  std::vector<UniqueFd> child_ends;  // open until the child has its copies
  const auto connect = [&](Stream& stream, int standard_fd,
                           UniqueFd& parent_end) {
    if (stream.kind_ == Stream::Kind::inherit) return;
    if (stream.kind_ == Stream::Kind::null) {
      const int mode = standard_fd == STDIN_FILENO ? O_RDONLY : O_WRONLY;
      child_ends.push_back(
          above_standard(::open("/dev/null", mode | O_CLOEXEC)));
    } else if (stream.kind_ == Stream::Kind::fd) {
      child_ends.push_back(above_standard(stream.fd_.release()));
    } else {
      Pipe pipe = make_pipe();
      const bool child_reads = standard_fd == STDIN_FILENO;
      parent_end = std::move(child_reads ? pipe.write : pipe.read);
      child_ends.push_back(std::move(child_reads ? pipe.read : pipe.write));
    }
    ::posix_spawn_file_actions_adddup2(actions.get(), child_ends.back().get(),
                                       standard_fd);
  };
  connect(options.in, STDIN_FILENO, in_);
  connect(options.out, STDOUT_FILENO, out_);
  connect(options.err, STDERR_FILENO, err_);
  ::posix_spawn_file_actions_addclosefrom_np(actions.get(), STDERR_FILENO + 1);
  // #endregion spawn
  if (!options.directory.empty()) {
    ::posix_spawn_file_actions_addchdir_np(actions.get(),
                                           options.directory.c_str());
  }

  const std::vector<std::string> variables =
      options.environment.empty() ? std::vector<std::string>()
                                  : environment_with(options.environment);
  const Attributes attributes(options.own_group);
  const int error = ::posix_spawnp(
      &pid_, argv[0].c_str(), actions.get(), attributes.get(),
      c_strings(argv).data(),
      options.environment.empty() ? environ : c_strings(variables).data());
  if (error != 0) {
    const std::string where =
        options.directory.empty() ? "" : " in " + options.directory.string();
    throw_errno("start " + argv[0] + where, error);
  }
  ended_ = UniqueFd(static_cast<int>(
      ::syscall(SYS_pidfd_open, pid_, 0)));  // close-on-exec by itself
  if (!ended_) {
    const int cause = errno;
    ::kill(pid_, SIGKILL);  // the destructor of a half-made object does not run
    ::waitpid(pid_, nullptr, 0);
    throw_errno("pidfd_open", cause);
  }
}

Subprocess::Subprocess(Subprocess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      ended_(std::move(other.ended_)),
      in_(std::move(other.in_)),
      out_(std::move(other.out_)),
      err_(std::move(other.err_)),
      status_(other.status_) {}

Subprocess& Subprocess::operator=(Subprocess&& other) noexcept {
  Subprocess old(
      std::move(*this));  // ended here, like any child that is dropped
  pid_ = std::exchange(other.pid_, -1);
  ended_ = std::move(other.ended_);
  in_ = std::move(other.in_);
  out_ = std::move(other.out_);
  err_ = std::move(other.err_);
  status_ = other.status_;
  return *this;
}

Subprocess::~Subprocess() {
  if (pid_ == -1 || status_) return;
  ::kill(pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) == -1 && errno == EINTR) {
  }
}

std::optional<ExitStatus> Subprocess::poll() {
  return wait_for(std::chrono::nanoseconds(0));
}

// #region wait
ExitStatus Subprocess::wait() {
  if (!status_) {
    int status = 0;
    while (::waitpid(pid_, &status, 0) == -1) {
      if (errno != EINTR) throw_errno("wait for a child");
    }
    status_ = ExitStatus::from_wait_status(status);
  }
  return *status_;
}
// #endregion wait

std::optional<ExitStatus> Subprocess::wait_for(std::chrono::nanoseconds limit) {
  pollfd ended{ended_.get(), POLLIN, 0};
  if (!status_ && poll_until({&ended, 1}, deadline_after(limit)) == 0)
    return std::nullopt;
  return wait();
}

// #region communicate
Output Subprocess::communicate(std::string_view input, Limit limit) {
  Output output;
  Exchange exchange(in_, input, out_, err_, ended_);
  if (!exchange.run_until(deadline_after(limit))) {
    output.timed_out = true;
    terminate();
    if (!exchange.run_until(deadline_after(grace_period))) {
      kill();
      exchange.run_until(std::nullopt);
    }
  }
  in_.reset();  // nobody is left to read it
  output.status = wait();
  output.out = std::move(exchange.out_text);
  output.err = std::move(exchange.err_text);
  return output;
}
// #endregion communicate

void Subprocess::terminate() { send(SIGTERM); }

void Subprocess::kill() { send(SIGKILL); }

// A child that was not reaped keeps its process id, so the signal cannot reach
// a stranger.
void Subprocess::send(int signal) {
  if (!status_) check_errno(::kill(pid_, signal), "send a signal to a child");
}

// #region wait-any
std::size_t wait_any(std::span<Subprocess> children) {
  if (children.empty())
    throw std::invalid_argument("wait_any() needs a child to wait for");
  std::vector<pollfd> ended;
  for (const Subprocess& child : children)
    ended.push_back({child.ended_.get(), POLLIN, 0});
  poll_until(ended, std::nullopt);
  const auto first = std::ranges::find_if(
      ended, [](const pollfd& each) { return each.revents != 0; });
  return static_cast<std::size_t>(first - ended.begin());
}
// #endregion wait-any

}  // namespace workbook
