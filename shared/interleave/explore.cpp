#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <typeinfo>

#include "interleave/interleave.hpp"
#include "interleave/narrate.hpp"
#include "interleave/real.hpp"
#include "interleave/search.hpp"
#include "interleave/session.hpp"
#include "interleave/snapshot.hpp"
#include "interleave/token.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/unique_fd.hpp"

namespace workbook {
namespace interleave {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t most_deviations = 20'000;
constexpr std::size_t most_racy = 4'096;
constexpr std::size_t trace_room = std::size_t{256}
                                   << 20;  // reserved, not used

// Memory that parent and child share: what the child found, readable even if
// the child dies.
struct Shared {
  bool done;
  Outcome outcome;
  bool complete;
  int preemptions;
  bool tries_locks;
  std::size_t schedules;
  std::size_t race[2];
  std::size_t deviations;
  std::size_t racy;
  std::size_t steps;
  std::size_t step_bytes;
  std::array<char, 4096> message;
  std::array<Deviation, most_deviations> deviation;
  std::array<std::uint64_t, most_racy> racy_pc;
  char trace[1];
};

class Channel {
 public:
  Channel() {
    void* memory =
        ::mmap(nullptr, sizeof(Shared) + trace_room, PROT_READ | PROT_WRITE,
               MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) throw_errno("mmap shared memory");
    shared_ = static_cast<Shared*>(memory);
  }
  ~Channel() { ::munmap(shared_, sizeof(Shared) + trace_room); }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  Shared& operator*() const { return *shared_; }
  Shared* operator->() const { return shared_; }

 private:
  Shared* shared_;
};

void set_message(Shared& shared, std::string_view text) {
  const std::size_t size = std::min(text.size(), shared.message.size() - 1);
  std::memcpy(shared.message.data(), text.data(), size);
  shared.message[size] = '\0';
}

void set_racy(Shared& shared, const std::vector<std::uint64_t>& racy) {
  shared.racy = std::min(racy.size(), most_racy);
  std::copy_n(racy.begin(), shared.racy, shared.racy_pc.begin());
}

// Writes the steps as the bytes of their fields, then the length of the stack
// and the stack.
void set_trace(Shared& shared, const std::vector<Step>& trace) {
  char* at = shared.trace;
  const char* end = shared.trace + trace_room;
  for (const Step& step : trace) {
    const std::size_t stack = step.stack.size();
    const std::size_t size =
        sizeof(step) + sizeof(stack) + stack * sizeof(std::uint64_t);
    if (at + size > end) break;
    Step plain = {step.thread, step.op,     step.ending, step.size, step.other,
                  step.object, step.before, step.value,  {}};
    std::memcpy(at, static_cast<void*>(&plain), sizeof(plain));
    at += sizeof(plain);
    std::memcpy(at, &stack, sizeof(stack));
    at += sizeof(stack);
    std::memcpy(at, step.stack.data(), stack * sizeof(std::uint64_t));
    at += stack * sizeof(std::uint64_t);
    ++shared.steps;
  }
}

std::vector<Step> get_trace(const Shared& shared) {
  std::vector<Step> trace;
  const char* at = shared.trace;
  for (std::size_t i = 0; i < shared.steps; ++i) {
    Step step;
    alignas(Step) char bytes[sizeof(Step)];
    std::memcpy(bytes, at, sizeof(Step));
    const Step& raw = *reinterpret_cast<const Step*>(bytes);
    step.thread = raw.thread, step.op = raw.op, step.ending = raw.ending,
    step.size = raw.size, step.other = raw.other;
    step.object = raw.object, step.before = raw.before, step.value = raw.value;
    at += sizeof(Step);
    std::size_t stack = 0;
    std::memcpy(&stack, at, sizeof(stack));
    at += sizeof(stack);
    step.stack.resize(stack);
    std::memcpy(step.stack.data(), at, stack * sizeof(std::uint64_t));
    at += stack * sizeof(std::uint64_t);
    trace.push_back(std::move(step));
  }
  return trace;
}

class SharedProgress : public Progress {
 public:
  SharedProgress(Shared& shared, const Snapshot& snapshot,
                 std::chrono::milliseconds time)
      : shared_(shared), snapshot_(snapshot), end_(Clock::now() + time) {}
  void next_schedule(std::size_t schedules,
                     const Execution& execution) override {
    shared_.schedules = schedules;
    shared_.deviations = 0;
    if (execution.racy.size() != shared_.racy)
      set_racy(shared_, execution.racy);
    shared_.tries_locks = execution.tries_locks;
  }
  void deviates(std::size_t which, Deviation deviation) override {
    if (which >= most_deviations) return;
    shared_.deviation[which] = deviation;
    shared_.deviations = which + 1;
  }
  bool time_is_over() override {
    constexpr int rarely = 64;
    return ++asked_ % rarely == 0 && Clock::now() > end_;
  }
  void restore() override { snapshot_.restore(); }

 private:
  Shared& shared_;
  const Snapshot& snapshot_;
  Clock::time_point end_;
  int asked_ = 0;
};

Limits limits_of(const ExploreOptions& options) {
  return {options.steps, options.races == ExploreOptions::Races::ignore,
          options.spurious_wakeups, !options.reduce};
}

// The child must not say anything: it would say it once a schedule.
void be_quiet() {
  const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  for (int fd = 0; fd <= 2; ++fd) ::dup2(null.get(), fd);
}

// A child process that does `work` and ends.
class Child {
 public:
  template <typename Work>
  explicit Child(Work work) {
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
  ~Child() {
    if (pid_ > 0) stop();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Returns the wait status, or nothing when the time was over and the child
  // was killed.
  std::optional<int> wait(std::chrono::milliseconds time) {
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

 private:
  void stop() {
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) == -1 && errno == EINTR) {
    }
    pid_ = -1;
  }
  pid_t pid_ = -1;
  UniqueFd end_;
};

// What the libraries make once is made now, before the snapshot and outside the
// schedules.
void warm_up(Execution& running) {
  const std::function<void()> throws = [] {
    try {
      throw std::runtime_error("caught at once");
    } catch (const std::exception&) {
    }
  };
  run_again(running, throws, {}, false);
}

constexpr auto grace = std::chrono::seconds(
    10);  // for a single schedule that does not end by itself

std::string describe_status(int status) {
  if (WIFSIGNALED(status))
    return std::string("the process was ended by the signal ") +
           ::strsignal(WTERMSIG(status));
  return "the process ended by itself with status " +
         std::to_string(WEXITSTATUS(status));
}

}  // namespace
}  // namespace interleave

using namespace interleave;

Report explore(const std::function<void()>& body,
               const ExploreOptions& options) {
  if (exploring())
    throw std::logic_error(
        "explore() was called from a body that is being explored");
  if (const char* token = std::getenv("WORKBOOK_REPLAY");
      token != nullptr && Token::names_body(token, body)) {
    return replay(body, token, options);
  }
  const auto start = Clock::now();
  void* const frame = __builtin_frame_address(0);

  const Channel found;
  std::optional<int> status;
  {
    Child child([&] {
      Execution running(limits_of(options));
      const Session session(running, true);
      warm_up(running);
      const Snapshot snapshot(frame);
      SharedProgress progress(*found, snapshot, options.time);
      const Finding finding = search(running, body, options, progress);
      found->outcome = finding.failure.outcome;
      set_message(*found, finding.failure.message);
      found->complete = finding.complete;
      found->preemptions = finding.preemptions;
      found->schedules = finding.schedules;
      found->deviations = std::min(finding.deviations.size(), most_deviations);
      std::copy_n(finding.deviations.begin(), found->deviations,
                  found->deviation.begin());
      set_racy(*found, finding.racy);
      found->tries_locks = finding.tries_locks;
      found->done = true;
    });
    status = child.wait(options.time + grace);
  }
  Report report;
  report.schedules = found->schedules;
  if (!found->done) {
    found->outcome = status ? Outcome::crash : Outcome::livelock;
    set_message(*found, status ? describe_status(*status)
                               : "the schedule did not come to an end in time");
  }
  report.outcome = found->outcome;
  report.complete = found->complete;
  report.preemptions = found->preemptions;
  report.message = found->message.data();
  if (!report.passed()) {
    Token token;
    token.deviations.assign(found->deviation.begin(),
                            found->deviation.begin() +
                                static_cast<std::ptrdiff_t>(found->deviations));
    token.racy.assign(
        found->racy_pc.begin(),
        found->racy_pc.begin() + static_cast<std::ptrdiff_t>(found->racy));
    token.tries_locks = found->tries_locks;
    report.token = token.to_text(body);

    const Channel again;
    Child child([&] {
      Execution running(limits_of(options));
      running.racy = token.racy;
      running.tries_locks = token.tries_locks;
      const Session session(running, true);
      warm_up(running);
      const Snapshot snapshot(frame);
      const Failure failure = run_again(running, body, token.deviations, true);
      again->outcome = failure.outcome;
      again->race[0] = failure.race[0];
      again->race[1] = failure.race[1];
      set_trace(*again, running.trace());
      again->done = true;
    });
    child.wait(grace);
    const bool same = again->done && again->outcome == found->outcome;
    narrate(report, get_trace(*again), {again->race[0], again->race[1]});
    if (found->done && !same) {
      report.message +=
          "\n(The schedule ended differently when it was run again (" +
          std::string(to_string(again->outcome)) +
          "): the body depends on something besides the order of its threads.)";
    }
  }
  report.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return report;
}

Report replay(const std::function<void()>& body, std::string_view text,
              const ExploreOptions& options) {
  const Token token(text, body);
  Execution running(limits_of(options));
  running.racy = token.racy;
  running.tries_locks = token.tries_locks;
  Report report;
  report.schedules = 1;
  report.token = text;
  Failure failure;
  {
    const Session session(running, false);
    failure = run_again(running, body, token.deviations, true);
  }
  if (failure.abandoned)
    throw std::invalid_argument(
        "the token is of another body or another build: " + std::string(text));
  report.outcome = failure.outcome;
  report.message = failure.message;
  narrate(report, running.trace(), {failure.race[0], failure.race[1]});
  return report;
}

}  // namespace workbook
