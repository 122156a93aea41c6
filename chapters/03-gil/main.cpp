// One lock around an interpreter, one section for each thing that the lesson
// shows.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <chrono>
#include <thread>

#include "03-gil/blocking.hpp"
#include "03-gil/factorize.hpp"
#include "03-gil/in_threads.hpp"
#include "03-gil/interpreter.hpp"
#include "03-gil/programs.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/sections.hpp"
#include "workbook/stopwatch.hpp"

namespace {

using namespace std::chrono_literals;
using namespace workbook;

// #region bytecode
void bytecode(const Arguments&) {
  const Code code = add_one();
  fmt::print("{}\n", disassemble(code));

  Interpreter interpreter;
  interpreter.set(count, 41);
  fmt::print("{:<20} {:<10} {}\n", "next", "stack", "count");
  interpreter.run(code, {}, [&](const Step& step) {
    fmt::print("{:<20} {:<10} {}\n", to_text(step.next(), code),
               fmt::format("{}", fmt::join(step.stack, " ")),
               interpreter.global(count));
  });
}
// #endregion bytecode

// #region interval
struct Run {
  double rounds_per_second;
  long switches;
};

// Two threads count up to `rounds` each.
Run count_in_two_threads(std::chrono::nanoseconds interval, Value rounds) {
  const Code code = increment();
  Gil gil({.interval = interval});
  Interpreter interpreter(&gil);
  const Stopwatch stopwatch;
  in_threads(2, &gil, [&](int) { interpreter.run(code, {rounds}); });
  return {2 * static_cast<double>(rounds) / stopwatch.seconds(),
          gil.switches()};
}
// #endregion interval

void interval(const Arguments&) {
  static constexpr int runs = times_measured(3);
  fmt::print("two threads; the best of {} runs\n", runs);
  fmt::print("{:<22} {:>18} {:>22}\n", "interval", "switches a second",
             "rounds a millisecond");
  const auto row = [](const char* name, std::chrono::nanoseconds interval,
                      Value rounds) {
    Run run = count_in_two_threads(interval, rounds);
    for (int i = 1; i < runs; ++i) {
      const Run again = count_in_two_threads(interval, rounds);
      if (again.rounds_per_second > run.rounds_per_second) run = again;
    }
    const double seconds =
        2 * static_cast<double>(rounds) / run.rounds_per_second;
    fmt::print("{:<22} {:>18.0f} {:>22}\n", name,
               static_cast<double>(run.switches) / seconds,
               figure(fmt::format("rounds-{}", interval.count() / 1000),
                      fmt::format("{:.0f}", run.rounds_per_second / 1e3)));
  };
  constexpr Value many = 3'000'000;
  row("0: each instruction", 0ns, 500);
  row("0.1 ms", 100us, many);
  row("1 ms", 1ms, many);
  row("5 ms", 5ms, many);
  row("50 ms", 50ms, many);
}

// #region halves
void halves(const Arguments&) {
  const Code code = run_until_stopped();
  Gil gil;
  Interpreter interpreter(&gil);
  interpreter.set(running, 1);
  const std::jthread stopper([&] {
    std::this_thread::sleep_for(200ms);
    interpreter.set(running, 0);
  });
  std::array<long, 2> instructions = {};
  in_threads(2, &gil, [&](int i) {
    long& own = instructions.at(i);
    interpreter.run(code, {}, [&](const Step&) { ++own; });
  });

  const auto all = static_cast<double>(instructions[0] + instructions[1]);
  for (const long own : instructions) {
    fmt::print("{:>9} instructions, {:.0f} %\n", own,
               100 * static_cast<double>(own) / all);
  }
  fmt::print("the lock changed hands {} times in 0.2 s\n",
             figure("switches", std::to_string(gil.switches())));
}
// #endregion halves

}  // namespace

int main(int argc, char** argv) {
  return run_sections(
      argc, argv,
      {{"bytecode", "", "what count += 1 is made of", bytecode},
       {"factorize", "[number...]", "factors of numbers, a thread for each",
        factorize_table},
       {"factorize-serial", "[number...]", "bytecode in one thread",
        factorize_serial},
       {"factorize-lock", "[number...]", "bytecode in threads with one lock",
        factorize_with_lock},
       {"factorize-free", "[number...]", "the same bytecode without the lock",
        factorize_without_lock},
       {"factorize-native", "[number...]", "C++ in threads", factorize_native},
       {"halves", "", "two threads that only compute", halves},
       explored_section("barging",
                        "a holder that unlocks a mutex and locks it again"),
       explored_section("hand-over", "a holder that hands the lock over"),
       {"syscall", "", "five slow system calls", syscall_table},
       {"syscall-threads", "", "five slow system calls under one lock",
        syscall_threads},
       {"helicopter", "", "compute while slow calls are in flight", helicopter},
       {"interval", "", "what the switch interval costs", interval},
       {"convoy", "", "short calls beside a thread that only computes",
        convoy}});
}
