#include "03-gil/interpreter.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <chrono>
#include <limits>
#include <stdexcept>
#include <thread>

#include "03-gil/in_threads.hpp"
#include "03-gil/programs.hpp"
#include "workbook/eventually.hpp"
#include "workbook/stopwatch.hpp"

using namespace std::chrono_literals;
using namespace workbook;

namespace {

constexpr int threads = 4;

// Calls `native` once.
Code call_of(Native native) {
  return Assembler()
      .load_const(0)
      .call("native", std::move(native))
      .op(Op::append)
      .finish();
}

// a `op` b
std::vector<Value> compute(Value a, Op op, Value b) {
  return Interpreter().run(
      Assembler().load_const(a).load_const(b).op(op).op(Op::append).finish());
}

constexpr Value largest = std::numeric_limits<Value>::max();
constexpr Value least = std::numeric_limits<Value>::min();

}  // namespace

TEST_CASE("factorize finds the factors in order") {
  const Code code = factorize();
  CHECK(Interpreter().run(code, {12}) == std::vector<Value>{1, 2, 3, 4, 6, 12});
  CHECK(Interpreter().run(code, {1}) == std::vector<Value>{1});
  CHECK(Interpreter().run(code, {0}).empty());
  CHECK(Interpreter().run(code, {1516637}) ==
        std::vector<Value>{1, 19, 79823, 1516637});
  CHECK(Interpreter().run(code, {1214759}) == factors_of(1214759));
}

TEST_CASE("arithmetic is that of 64-bit integers") {
  CHECK(compute(7, Op::add, 3) == std::vector<Value>{10});
  CHECK(compute(7, Op::subtract, 10) == std::vector<Value>{-3});
  CHECK(compute(7, Op::remainder, 4) == std::vector<Value>{3});
  CHECK(compute(7, Op::equal, 7) == std::vector<Value>{1});
  CHECK(compute(7, Op::equal, 8) == std::vector<Value>{0});
  CHECK(compute(7, Op::less, 8) == std::vector<Value>{1});
  CHECK(compute(7, Op::less, 7) == std::vector<Value>{0});
  CHECK(compute(least, Op::remainder, -1) == std::vector<Value>{0});
}

TEST_CASE("a result that does not fit is an error") {
  CHECK_THROWS_WITH_AS(compute(largest, Op::add, 1),
                       "add: the result does not fit 64 bits",
                       std::overflow_error);
  CHECK_THROWS_WITH_AS(compute(least, Op::subtract, 1),
                       "subtract: the result does not fit 64 bits",
                       std::overflow_error);
  CHECK_THROWS_WITH_AS(compute(1, Op::remainder, 0),
                       "remainder: division by zero", std::domain_error);
}

TEST_CASE("a program that fails leaves the lock free") {
  Gil gil;
  Interpreter interpreter(&gil);
  const Code code = Assembler()
                        .load_const(1)
                        .load_const(0)
                        .op(Op::remainder)
                        .op(Op::append)
                        .finish();
  CHECK_THROWS_AS(interpreter.run(code), std::domain_error);
  CHECK(interpreter.run(factorize(), {3}) == std::vector<Value>{1, 3});
}

TEST_CASE("a call with too few arguments is refused") {
  CHECK_THROWS_WITH_AS(Interpreter().run(factorize()),
                       "0 arguments for 1 parameters", std::invalid_argument);
}

TEST_CASE("count += 1 is a load and an addition and a store") {
  Interpreter interpreter;
  interpreter.set(count, 41);
  std::vector<Op> steps;
  interpreter.run(add_one(), {},
                  [&](const Step& step) { steps.push_back(step.next().op); });
  CHECK(steps == std::vector<Op>{Op::load_global, Op::load_const, Op::add,
                                 Op::store_global, Op::return_});
  CHECK(interpreter.global(count) == 42);
}

TEST_CASE("a watcher sees the stack before each instruction") {
  Interpreter interpreter;
  interpreter.set(count, 41);
  std::vector<std::vector<Value>> stacks;
  interpreter.run(add_one(), {}, [&](const Step& step) {
    stacks.emplace_back(step.stack.begin(), step.stack.end());
  });
  CHECK(stacks == std::vector<std::vector<Value>>{{}, {41}, {41, 1}, {42}, {}});
}

// `most` and `steps` are plain variables: if two threads were inside at once,
// ThreadSanitizer would see that, too.
TEST_CASE("with the lock at most one thread is inside the interpreter") {
  Gil gil({.interval = 100us});
  Interpreter interpreter(&gil);
  const Code code = increment();
  std::atomic<int> inside = 0;
  int most = 0;
  long steps = 0;
  in_threads(threads, &gil, [&](int) {
    interpreter.run(code, {2'000}, [&](const Step&) {
      most = std::max(most, ++inside);
      ++steps;
      if (steps % 100 == 0) std::this_thread::yield();
      --inside;
    });
  });
  CHECK(most == 1);
  CHECK(gil.switches() >= threads);
  CHECK(steps == threads * (2 * 1 + 2'000 * 7 + 2));
}

TEST_CASE("without the lock all threads are inside it at once") {
  std::barrier meeting(threads);
  const Code code = call_of([&](Gil*, Value) -> Value {
    meeting.arrive_and_wait();  // comes back when all threads are here
    return 1;
  });
  Interpreter interpreter;
  std::atomic<int> met = 0;
  in_threads(threads, nullptr, [&](int) {
    met += interpreter.run(code) == std::vector<Value>{1};
  });
  CHECK(met == threads);
}

TEST_CASE("blocking calls overlap with the lock and without it") {
  Gil lock;
  for (Gil* gil : {&lock, static_cast<Gil*>(nullptr)}) {
    std::barrier meeting(threads);
    const Code code = call_of([&](Gil* held, Value) -> Value {
      const ReleaseGil released(held);
      meeting.arrive_and_wait();
      return 1;
    });
    Interpreter interpreter(gil);
    std::atomic<int> met = 0;
    in_threads(threads, gil, [&](int) {
      met += interpreter.run(code) == std::vector<Value>{1};
    });
    CHECK(met == threads);
  }
}

TEST_CASE("a call that keeps the lock holds up all other threads") {
  Gil gil({.interval = 1ms});
  Interpreter interpreter(&gil);
  std::atomic<bool> inside = false;
  std::atomic<bool> may_return = false;
  std::atomic<bool> other_done = false;
  const Code stubborn = call_of([&](Gil*, Value) -> Value {
    inside = true;
    while (!may_return) std::this_thread::sleep_for(1ms);
    return 0;
  });
  std::jthread holder([&] { interpreter.run(stubborn); });
  CHECK(eventually([&] { return inside.load(); }));
  std::jthread other([&] {
    interpreter.run(add_one());
    other_done = true;
  });
  CHECK(eventually([&] { return gil.drop_requested().load(); }));
  CHECK_FALSE(other_done);  // it asked, and nobody listens
  may_return = true;
  CHECK(eventually([&] { return other_done.load(); }));
}

TEST_CASE("a thread computes while another is in a blocking call") {
  Gil gil;
  Interpreter interpreter(&gil);
  const Code call = call_of([&](Gil* held, Value) -> Value {
    const ReleaseGil released(held);
    while (interpreter.global(positions) < 1'000) std::this_thread::yield();
    interpreter.set(running, 0);
    return 0;
  });
  interpreter.set(running, 1);
  const Code flight =
      fly([&](Gil*, Value) { return interpreter.global(running); });
  in_threads(2, &gil, [&](int i) { interpreter.run(i == 0 ? call : flight); });
  const Value flown = interpreter.global(positions);
  CHECK(flown >= 1'000);
  CHECK(interpreter.global(map_x) == flown * 7 % 1000);
  CHECK(interpreter.global(map_y) == flown * 3 % 1000);
}

TEST_CASE("a busy thread gives up the lock between two instructions") {
  Gil gil({.interval = 1ms});
  Interpreter interpreter(&gil);
  interpreter.set(running, 1);
  const Code busy = run_until_stopped();
  const Code stop =
      Assembler().line("running = 0").load_const(0).store(running).finish();
  in_threads(2, &gil, [&](int i) { interpreter.run(i == 0 ? busy : stop); });
  CHECK(interpreter.global(running) == 0);
}

// The call returns when the busy thread has the lock, so each time the lock has
// to be asked for.
TEST_CASE("beside a busy thread each short call costs an interval") {
  constexpr auto interval = 5ms;
  constexpr int calls = 5;
  Gil gil({.interval = interval});
  Interpreter interpreter(&gil);
  interpreter.set(running, 1);
  const Code busy = run_until_stopped();
  const Code short_calls = call_often("call", [&](Gil* held, Value) -> Value {
    const long before = gil.switches();
    const ReleaseGil released(held);
    while (gil.switches() == before) std::this_thread::yield();
    return 0;
  });
  std::chrono::duration<double> elapsed(0);
  in_threads(2, &gil, [&](int i) {
    if (i == 0) {
      interpreter.run(busy);
    } else {
      const Stopwatch stopwatch;
      interpreter.run(short_calls, {calls, 0});
      elapsed = stopwatch.elapsed();
      interpreter.set(running, 0);
    }
  });
  CHECK(elapsed >= calls * interval);
}

TEST_CASE("with an interval of 0 threads take turns at every instruction") {
  Gil gil({.interval = 0ns});
  Interpreter interpreter(&gil);
  const Code code = increment();
  in_threads(2, &gil, [&](int) { interpreter.run(code, {100}); });
  CHECK(interpreter.global(count) ==
        100);  // of 200: both load before one stores
}

TEST_CASE("a watcher can give up the lock before a chosen instruction") {
  Gil gil;
  Interpreter interpreter(&gil);
  in_threads(2, &gil, [&](int) {
    interpreter.run(add_one(), {}, [&](const Step& step) {
      if (step.next().op == Op::store_global) gil.hand_over();
    });
  });
  CHECK(interpreter.global(count) == 1);  // of 2
}
