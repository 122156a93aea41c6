#include "03-gil/factorize.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <thread>

#include "03-gil/drawing.hpp"
#include "03-gil/in_threads.hpp"
#include "03-gil/interpreter.hpp"
#include "03-gil/programs.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

using Numbers = std::vector<Value>;

Numbers numbers_from(const Arguments& arguments) {
  if (arguments.empty()) return {2139079, 1214759, 1516637, 1852285};
  Numbers numbers;
  for (const std::string& argument : arguments) {
    numbers.push_back(to_number(argument, "a number", 1, 100'000'000));
  }
  return numbers;
}

int size(const Numbers& numbers) { return static_cast<int>(numbers.size()); }

const Code code = factorize();

// These return how long they took, in seconds.

double serial(const Numbers& numbers, Drawing& drawing) {
  Gil gil(drawing.lock());
  Interpreter interpreter(&gil);
  const Stopwatch stopwatch;
  const Drawing::Lane lane(drawing, "thread 1");
  for (const Value number : numbers) interpreter.run(code, {number});
  return stopwatch.seconds();
}

// #region threaded
double threaded(const Numbers& numbers, Gil* gil, Drawing& drawing) {
  Interpreter interpreter(gil);
  const Stopwatch stopwatch;
  in_threads(size(numbers), gil, [&](int i) {
    const Drawing::Lane lane(drawing, fmt::format("thread {}", i + 1));
    interpreter.run(code, {numbers.at(i)});
  });
  return stopwatch.seconds();
}
// #endregion threaded

double with_lock(const Numbers& numbers, Drawing& drawing) {
  Gil gil(drawing.lock());
  return threaded(numbers, &gil, drawing);
}

double without_lock(const Numbers& numbers, Drawing& drawing) {
  return threaded(numbers, nullptr, drawing);
}

double native_serial(const Numbers& numbers, Drawing& drawing) {
  const Stopwatch stopwatch;
  const Drawing::Lane lane(drawing, "thread 1");
  for (const Value number : numbers) factors_of(number);
  return stopwatch.seconds();
}

double native(const Numbers& numbers, Drawing& drawing) {
  const Stopwatch stopwatch;
  in_threads(size(numbers), nullptr, [&](int i) {
    const Drawing::Lane lane(drawing, fmt::format("thread {}", i + 1));
    factors_of(numbers.at(i));
  });
  return stopwatch.seconds();
}

using Way = double (*)(const Numbers&, Drawing&);

constexpr int runs = times_measured(3);

double best_run(Way way, const Numbers& numbers) {
  double best = std::numeric_limits<double>::infinity();
  for (int i = 0; i < runs; ++i) {
    Drawing unseen("", {});
    best = std::min(best, way(numbers, unseen));
  }
  return best;
}

std::string milliseconds(double seconds) {
  return fmt::format("{:.1f} ms", seconds * 1e3);
}

std::string times(double ratio) { return fmt::format("{:.2f}", ratio); }

void show(Way way, const std::string& title, const Arguments& arguments) {
  const Numbers numbers = numbers_from(arguments);
  const bool serially = way == serial;
  Drawing drawing(title, thread_names(serially ? 1 : size(numbers)));
  const double time = way(numbers, drawing);
  fmt::print("finished in {}\n", figure("elapsed", milliseconds(time)));
  drawing.show();
}

}  // namespace

void factorize_table(const Arguments& arguments) {
  const Numbers numbers = numbers_from(arguments);
  Interpreter interpreter;
  for (const Value number : numbers) {
    fmt::print("{}: {}\n", number,
               fmt::join(interpreter.run(code, {number}), " "));
  }

  const double one = best_run(serial, numbers);
  const double locked = best_run(with_lock, numbers);
  const double free = best_run(without_lock, numbers);
  const double native_one = best_run(native_serial, numbers);
  const double native_many = best_run(native, numbers);

  const std::string many = fmt::format("{} threads", numbers.size());
  const auto row = [](const std::string& what, const std::string& time,
                      const std::string& speed) {
    fmt::print("{:<36} {:>8} {:>16}\n", what, time, speed);
  };
  fmt::print("\n");
  row(fmt::format("best of {} runs", runs), "", "times as fast");
  row("bytecode, one thread", figure("one", milliseconds(one)), times(1));
  row("bytecode, " + many + ", one lock",
      figure("locked", milliseconds(locked)),
      figure("locked-speedup", times(one / locked)));
  row("bytecode, " + many + ", no lock", figure("free", milliseconds(free)),
      figure("free-speedup", times(one / free)));
  row("C++, one thread", figure("native-one", milliseconds(native_one)),
      times(1));
  row("C++, " + many, figure("native", milliseconds(native_many)),
      figure("native-speedup", times(native_one / native_many)));
  const unsigned cores = std::thread::hardware_concurrency();
  fmt::print(
      "\nThis machine has {} cores: no way to be more than {} times as fast.\n",
      figure("cores", std::to_string(cores)), cores);
}

void factorize_serial(const Arguments& arguments) {
  show(serial, "Bytecode, one thread", arguments);
}

void factorize_with_lock(const Arguments& arguments) {
  show(with_lock, "Bytecode, a thread for each number, one lock", arguments);
}

void factorize_without_lock(const Arguments& arguments) {
  show(without_lock, "Bytecode, a thread for each number, no lock", arguments);
}

void factorize_native(const Arguments& arguments) {
  show(native, "C++, a thread for each number", arguments);
}

}  // namespace workbook
