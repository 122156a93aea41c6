#include "03-gil/blocking.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <atomic>
#include <chrono>

#include "03-gil/drawing.hpp"
#include "03-gil/in_threads.hpp"
#include "03-gil/interpreter.hpp"
#include "03-gil/programs.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;
using Kind = Timeline::Kind;

constexpr int calls = 5;
constexpr Value call_ms = 100;

// #region released
// Waits in a system call, as for a slow disk or a server that is far away.
Value slow_call(Gil* gil, Value milliseconds) {
  const ReleaseGil released(gil);
  return check_errno(::poll(nullptr, 0, static_cast<int>(milliseconds)),
                     "poll");
}
// #endregion released

// #region kept
Value slow_call_that_keeps_the_lock(Gil*, Value milliseconds) {
  return check_errno(::poll(nullptr, 0, static_cast<int>(milliseconds)),
                     "poll");
}
// #endregion kept

// slow_call(), drawn as `kind`.
Native drawn_call(Drawing& drawing, Kind kind) {
  return [&drawing, kind](Gil* gil, Value milliseconds) {
    const ReleaseGil released(gil);
    drawing.show_as(kind, "in poll()");
    return slow_call(nullptr, milliseconds);
  };
}

// Seconds for five calls, each in a thread of its own.
double in_five_threads(Gil* gil, const Native& native) {
  const Code code = call_often("slow_call", native);
  Interpreter interpreter(gil);
  const Stopwatch stopwatch;
  in_threads(calls, gil, [&](int) { interpreter.run(code, {1, call_ms}); });
  return stopwatch.seconds();
}

std::string seconds(double time) { return fmt::format("{:.2f} s", time); }

}  // namespace

void syscall_table(const Arguments&) {
  const auto row = [](const char* what, const char* name, double time) {
    fmt::print("{:<44} {}\n", what, figure(name, seconds(time)));
  };
  Gil gil;
  Interpreter interpreter(&gil);
  const Stopwatch stopwatch;
  interpreter.run(call_often("slow_call", slow_call), {calls, call_ms});
  row("one thread, five calls of 0.1 s", "one", stopwatch.seconds());
  row("five threads, released around the call", "released",
      in_five_threads(&gil, slow_call));
  row("five threads, kept during the call", "kept",
      in_five_threads(&gil, slow_call_that_keeps_the_lock));
  row("five threads, no lock", "free", in_five_threads(nullptr, slow_call));
}

void syscall_threads(const Arguments&) {
  Drawing drawing("Five slow calls, one lock", thread_names(calls));
  Gil gil(drawing.lock());
  const Code code = call_often("slow_call", drawn_call(drawing, Kind::wait));
  Interpreter interpreter(&gil);
  in_threads(calls, &gil, [&](int i) {
    const Drawing::Lane lane(drawing, fmt::format("thread {}", i + 1));
    interpreter.run(code, {1, call_ms});
  });
  drawing.show();
}

// #region helicopter
void helicopter(const Arguments&) {
  const std::vector<std::string> lanes = {"helicopter", "call 1", "call 2",
                                          "call 3",     "call 4", "call 5"};
  Drawing drawing("A helicopter and five slow calls, one lock", lanes);
  Gil gil(drawing.lock());
  Interpreter interpreter(&gil);
  std::atomic<int> in_flight = calls;
  const Code flight = fly([&](Gil*, Value) -> Value { return in_flight > 0; });
  const Code slow = call_often("slow_call", drawn_call(drawing, Kind::wait));

  const Stopwatch stopwatch;
  in_threads(1 + calls, &gil, [&](int i) {
    const Drawing::Lane lane(drawing, lanes.at(i));
    if (i == 0) {
      interpreter.run(flight);
    } else {
      interpreter.run(slow, {1, call_ms});
      --in_flight;
    }
  });
  fmt::print("five calls of 0.1 s took {}\n",
             figure("elapsed", seconds(stopwatch.seconds())));
  fmt::print("the helicopter computed {} positions; it is at ({}, {})\n",
             figure("positions", std::to_string(interpreter.global(positions))),
             interpreter.global(map_x), interpreter.global(map_y));
  drawing.show();
}
// #endregion helicopter

namespace {

constexpr Value short_calls = 10;
constexpr Value short_ms = 1;

// Milliseconds for each of the short calls, beside a thread that computes.
double beside_a_busy_thread(Gil* gil, Drawing& drawing) {
  Interpreter interpreter(gil);
  interpreter.set(running, 1);
  const Code busy = run_until_stopped();
  const Code short_call =
      call_often("short_call", drawn_call(drawing, Kind::run));
  double elapsed = 0;
  in_threads(2, gil, [&](int i) {
    const Drawing::Lane lane(drawing, i == 0 ? "computes" : "calls");
    if (i == 0) {
      interpreter.run(busy);
    } else {
      const Stopwatch stopwatch;
      interpreter.run(short_call, {short_calls, short_ms});
      elapsed = stopwatch.seconds();
      interpreter.set(running, 0);
    }
  });
  return elapsed / short_calls * 1e3;
}

}  // namespace

void convoy(const Arguments&) {
  const auto row = [](const char* what, const char* name, double time) {
    fmt::print("{:<52} {:>8}\n", what,
               figure(name, fmt::format("{:.2f} ms", time)));
  };
  fmt::print("a call of 1 ms takes, in a thread\n");
  Interpreter alone;
  const Stopwatch stopwatch;
  alone.run(call_often("short_call", slow_call), {short_calls, short_ms});
  row("by itself", "alone", stopwatch.seconds() / short_calls * 1e3);

  Drawing unseen("", {});
  row("beside a busy thread, no lock", "free",
      beside_a_busy_thread(nullptr, unseen));
  Gil impatient({.interval = 100us});
  row("beside a busy thread, lock, interval 0.1 ms", "impatient",
      beside_a_busy_thread(&impatient, unseen));
  Drawing drawing("One lock; a call counts as running", {"computes", "calls"});
  Gil gil(drawing.lock());
  row("beside a busy thread, lock, interval 5 ms", "locked",
      beside_a_busy_thread(&gil, drawing));
  drawing.show();
}

}  // namespace workbook
