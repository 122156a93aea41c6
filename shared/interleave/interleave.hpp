#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

// Runs a piece of concurrent code under every schedule, up to a bound on
// preemptions:
//
//   workbook::Report report = workbook::explore([] {
//     std::atomic<int> count = 0;
//     const auto add = [&] { count.store(count.load() + 1); };
//     std::thread other(add);
//     add();
//     other.join();
//     workbook::check(count == 2);
//   });
//   std::cout << report.to_text();  // the schedule that loses an update, step
//   by step
//
// The code is ordinary; its target is made explorable(target) in CMake. The
// page `interleave` of the book says how this works and what it cannot see.
namespace workbook {

enum class Outcome {
  pass,
  assertion,    // check() or doctest's CHECK failed
  data_race,    // two threads touched the same plain memory, one of them wrote,
                // nothing orders them
  deadlock,     // threads wait for each other, or for what nobody is left to do
  lost_wakeup,  // a thread waits for a notification that nobody is left to give
  livelock,     // the step limit was reached: threads run and get nowhere
  exception,    // an exception that nobody caught, or std::terminate
  crash,        // a signal, abort, exit, use after free
};
std::string_view to_string(Outcome outcome);

struct ExploreOptions {
  // A preemption is a switch away from a thread that could have gone on. So are
  // a time-out while others can run, and a choice after a yield other than to
  // give way to the next thread.
  int preemptions = 2;
  std::size_t schedules =
      200'000;  // at most; when there are more, random ones follow
  std::size_t steps = 10'000;  // at most, in one schedule
  std::size_t random_schedules = 2'000;
  std::uint64_t seed = 1;
  std::chrono::milliseconds time =
      std::chrono::minutes(1);  // then the exploration ends as it stands
  // Whether a data race ends the exploration, or is played out like any other
  // step to show what it does.
  enum class Races { report, ignore } races = Races::report;
  bool spurious_wakeups = false;  // a wait on a condition variable may end for
                                  // no reason (as a preemption)
  bool reduce = true;  // skip schedules that differ in the order of independent
                       // steps only
  bool weak_failures = false;  // a compare_exchange_weak may fail for no reason
                               // (as a preemption)
  // A thread that made so many steps in a row gives way: that it goes on all
  // the same counts as a preemption.
  std::size_t steps_in_a_row = 200;
  bool merge_spins = true;  // no switch between rounds of a waiting loop that
                            // are the same in all they do and see
};

// A step of a schedule, in words.
struct ScheduleStep {
  int thread = 0;      // 0 is the thread that runs the body
  std::string action;  // "reads 0 from count"
  std::string file;
  int line = 0;
  std::string source;  // the text of that line
  std::string function;
  bool failing = false;  // belongs to what went wrong
  std::vector<std::string> stack =
      {};  // "function at file:line", innermost first
};

struct Report {
  Outcome outcome = Outcome::pass;
  std::size_t schedules = 0;  // that were run
  bool complete = false;      // they are all that there are, up to the bound
  std::string assumed;  // rules that ended loops, by which that holds, in words
  int preemptions = 0;  // in the failing schedule, or the bound when all passed
  std::string message;  // what went wrong, in one or more lines
  std::vector<ScheduleStep> schedule;
  int threads = 0;
  std::string token;  // for replay()
  double seconds = 0;

  bool passed() const { return outcome == Outcome::pass; }
  std::string to_text(std::size_t columns = 80, bool color = false) const;
  std::string to_json() const;
  std::string to_svg() const;
};

// Runs `body` again and again, each time under another schedule, until one
// fails or there are no more. This happens in a child process, so nothing that
// `body` changes is seen here. At the start of each run, global and static
// variables and the locals of the callers are as they were at the call. With
// WORKBOOK_REPLAY=<token> in the environment, runs that schedule only, as
// replay() does.
Report explore(const std::function<void()>& body,
               const ExploreOptions& options = {});

// Runs `body` under the one schedule that `token` of an earlier report names,
// in this process, so that a debugger can stop in it. Throws
// std::invalid_argument if it is not a token of this body in this build.
Report replay(const std::function<void()>& body, std::string_view token,
              const ExploreOptions& options = {});

// Ends the exploration with this schedule as the failing one if `holds` is
// false.
void check(bool holds, std::string_view what = {},
           std::source_location where = std::source_location::current());

// Whether the calling code runs under explore() or replay().
bool exploring();

}  // namespace workbook
