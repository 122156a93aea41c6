#include "interleave/engine/session.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <ucontext.h>

#include <array>
#include <cstring>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>

#include "interleave/hooks/visit.hpp"
#include "interleave/interleave.hpp"

namespace workbook::interleave {
namespace {

constexpr std::array crashes = {SIGSEGV, SIGBUS,  SIGFPE,
                                SIGILL,  SIGABRT, SIGTRAP};
constexpr std::size_t signal_stack_size = 64 * 1024;
constexpr int loop_ticks =
    2;  // quarters of a second of CPU time without a step or an access
constexpr std::uintptr_t near_null = 4096;

std::string describe(int number, const siginfo_t& info) {
  const auto address = reinterpret_cast<std::uintptr_t>(info.si_addr);
  switch (number) {
    case SIGABRT:
      return "abort() was called";
    case SIGFPE:
      return "an arithmetic error: division by zero?";
    case SIGSEGV:
    case SIGBUS: {
      if (address < near_null) return "a null pointer was followed";
      return "memory was used that is not there (" +
             std::string(::strsignal(number)) + ")";
    }
    default:
      return std::string("the signal ") + ::strsignal(number);
  }
}

// What was going on when the signal came takes the place of the last operation.
void interrupted(Task& task, const void* context) {
  task.inside = true;
  const auto at = static_cast<std::uint64_t>(
      static_cast<const ucontext_t*>(context)->uc_mcontext.gregs[REG_RIP]);
  if (at >= near_null) task.pc = at + 1;  // as after a call
}

// Leaves the handler for good: the run is over, and the thread that crashed is
// never continued.
void crashed(int number, siginfo_t* info, void* context) {
  Task* task = execution == nullptr ? nullptr : execution->running();
  if (task == nullptr || current != task) {
    ::signal(number, SIG_DFL);
    ::raise(number);
    return;
  }
  interrupted(*task, context);
  task->writing = 0;
  execution->note(*task, Op::check, nullptr);
  execution->fail(Outcome::crash, describe(number, *info));
}

void looks_stuck(int, siginfo_t*, void* context) {
  static std::uint64_t last = 0;
  static int ticks = 0;
  Task* task = execution == nullptr ? nullptr : execution->running();
  if (task == nullptr || current != task || task->inside) return;
  ticks = execution->activity() == last ? ticks + 1 : 0;
  last = execution->activity();
  if (ticks < loop_ticks) return;
  interrupted(*task, context);
  execution->note(*task, Op::check, nullptr);
  execution->fail(
      Outcome::livelock,
      "a thread runs on and on and touches nothing that others could see");
}

void terminated() {
  Task* task = execution == nullptr ? nullptr : execution->running();
  if (task == nullptr || current != task) std::abort();
  task->inside = true;
  std::string what =
      "std::terminate was called: a std::thread that was not joined was "
      "destroyed?";
  if (const std::exception_ptr exception = std::current_exception()) {
    what = "an exception that is no std::exception left a thread";
    try {
      std::rethrow_exception(exception);
    } catch (const std::exception& error) {
      what = std::string("an exception left a thread: ") + error.what();
    } catch (...) {
    }
  }
  execution->note(*task, Op::check, nullptr);
  execution->fail(Outcome::exception, what);
}

}  // namespace

struct Session::Saved {
  std::array<struct sigaction, crashes.size()> actions{};
  struct sigaction alarm {};
  stack_t stack{};
  std::terminate_handler terminate = nullptr;
  std::unique_ptr<char[]> memory = std::make_unique<char[]>(signal_stack_size);
  bool watching = false;
};

Session::Session(Execution& running, bool watch_for_loops) : saved_(new Saved) {
  execution = &running;
  stack_t stack{};
  stack.ss_sp = saved_->memory.get();
  stack.ss_size = signal_stack_size;
  ::sigaltstack(&stack, &saved_->stack);
  struct sigaction action {};
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  action.sa_sigaction = crashed;
  for (std::size_t i = 0; i < crashes.size(); ++i)
    ::sigaction(crashes[i], &action, &saved_->actions[i]);
  saved_->terminate = std::set_terminate(terminated);
  saved_->watching = watch_for_loops;
  if (watch_for_loops) {
    action.sa_sigaction = looks_stuck;
    ::sigaction(SIGVTALRM, &action, &saved_->alarm);
    const itimerval every_quarter{{0, 250'000}, {0, 250'000}};
    ::setitimer(ITIMER_VIRTUAL, &every_quarter, nullptr);
  }
}

Session::~Session() {
  if (saved_->watching) {
    const itimerval stop{};
    ::setitimer(ITIMER_VIRTUAL, &stop, nullptr);
    ::sigaction(SIGVTALRM, &saved_->alarm, nullptr);
  }
  std::set_terminate(saved_->terminate);
  for (std::size_t i = 0; i < crashes.size(); ++i)
    ::sigaction(crashes[i], &saved_->actions[i], nullptr);
  ::sigaltstack(&saved_->stack, nullptr);
  delete saved_;
  execution = nullptr;
}

}  // namespace workbook::interleave

namespace workbook {

bool exploring() { return interleave::current != nullptr; }

void check(bool holds, std::string_view what, std::source_location where) {
  if (holds) return;
  std::string text =
      what.empty() ? "a check failed" : "a check failed: " + std::string(what);
  if (const interleave::Visit visit(WORKBOOK_CALLER); visit) {
    interleave::execution->note(visit.task(), interleave::Op::check, nullptr);
    interleave::execution->fail(Outcome::assertion, text);
  }
  throw std::logic_error(std::string(where.file_name()) + ":" +
                         std::to_string(where.line()) + ": " + text);
}

}  // namespace workbook
