#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "01-subprocess/exit_status.hpp"
#include "workbook/unique_fd.hpp"

namespace workbook {

// A program and its arguments, as the program sees them. No shell reads it:
// nothing needs quoting.
using Argv = std::vector<std::string>;

// No limit: wait as long as it takes.
using Limit = std::optional<std::chrono::nanoseconds>;

// Where a standard stream of a child leads.
class Stream {
 public:
  static Stream inherit() {
    return Stream(Kind::inherit);
  }  // where the parent's leads
  static Stream null() { return Stream(Kind::null); }  // /dev/null
  static Stream pipe() {
    return Stream(Kind::pipe);
  }  // to the parent, which holds the other end
  explicit Stream(UniqueFd fd)
      : kind_(Kind::fd), fd_(std::move(fd)) {}  // to this; closed in the parent

 private:
  friend class Subprocess;
  enum class Kind { inherit, null, pipe, fd };
  explicit Stream(Kind kind) : kind_(kind) {}

  Kind kind_;
  UniqueFd fd_;
};

struct SpawnOptions {
  Stream in = Stream::inherit();
  Stream out = Stream::inherit();
  Stream err = Stream::inherit();
  std::map<std::string, std::string> environment =
      {};  // added to the parent's, or in its place
  std::filesystem::path directory = {};  // to start in; empty: the parent's
  bool own_group = false;  // it leads a process group, which a signal to -pid()
                           // reaches with all that is in it
};

// What a child left behind.
struct Output {
  ExitStatus status;
  std::string out;
  std::string err;
  bool timed_out = false;  // it had to be ended; `out` and `err` hold what it
                           // wrote until then
};

// A child process. It owns the process and the parent's ends of its pipes.
//
//   Subprocess child({"sort"}, {.in = Stream::pipe(), .out = Stream::pipe()});
//   Output output = child.communicate("b\na\n");   // output.out == "a\nb\n"
//
// The child gets its three standard streams and no other descriptor of the
// parent. Not for use from two threads at once. Source: POSIX.1-2017
// posix_spawn, waitpid; Linux pidfd_open(2).
class Subprocess {
 public:
  // How long a child that was asked to end (SIGTERM) may take before it is
  // killed (SIGKILL).
  static constexpr std::chrono::nanoseconds grace_period =
      std::chrono::seconds(1);

  // Starts argv[0], found in PATH unless its name has a slash. Throws
  // std::system_error that names the program when it cannot be started,
  // std::invalid_argument when argv is empty.
  explicit Subprocess(const Argv& argv, SpawnOptions options = {});

  Subprocess(Subprocess&& other) noexcept;
  Subprocess& operator=(Subprocess&& other) noexcept;

  // Kills a child that still runs and waits for it: no zombie stays, no
  // descriptor.
  ~Subprocess();

  pid_t pid() const { return pid_; }

  // A descriptor that is readable once the child has ended: for ::poll(),
  // beside others.
  const UniqueFd& ended() const { return ended_; }

  std::optional<ExitStatus>
  poll();             // the status if it has ended; does not wait
  ExitStatus wait();  // waits until it has ended
  std::optional<ExitStatus> wait_for(
      std::chrono::nanoseconds limit);  // nothing when the limit passed

  // Writes `input` to the child and reads all that it writes, at the same time;
  // returns when it has ended. A child that still runs at the limit is sent
  // SIGTERM and, a grace period later, SIGKILL. What processes that outlive the
  // child write later is not waited for.
  Output communicate(std::string_view input = {}, Limit limit = std::nullopt);

  void terminate();  // asks it to end: SIGTERM, which it may handle or ignore
  void kill();       // ends it: SIGKILL, which it cannot

  // The parent's ends of the pipes; empty for a stream that is none. Move one
  // out to hand it to another child.
  UniqueFd& in() { return in_; }
  UniqueFd& out() { return out_; }
  UniqueFd& err() { return err_; }

 private:
  friend std::size_t wait_any(std::span<Subprocess> children);

  void send(int signal);

  pid_t pid_ = -1;
  UniqueFd ended_;  // a pidfd: readable once the child has ended
  UniqueFd in_;
  UniqueFd out_;
  UniqueFd err_;
  std::optional<ExitStatus> status_;  // set once the child was reaped; from
                                      // then on pid_ means nothing
};

// Waits until at least one of the children has ended and returns its index;
// wait() on it returns at once. Throws std::invalid_argument when there are
// none.
std::size_t wait_any(std::span<Subprocess> children);

}  // namespace workbook
