#include "15-process-pools/when_not.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "15-process-pools/process_pool.hpp"
#include "workbook/curve.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {

unsigned sum_of_passes(const Passes& passes) {
  unsigned sum = 0;
  for (int i = 0; i < passes.count; ++i) {
    for (const char byte : passes.bytes)
      sum = sum * 31 + static_cast<unsigned char>(byte);
  }
  return sum;
}

std::optional<double> crossover(const std::vector<Speedup>& points) {
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points[i].times < 1) continue;
    if (i == 0) return std::nullopt;  // below what was measured
    const Speedup& under = points[i - 1];
    const Speedup& over = points[i];
    const double part = (1 - under.times) / (over.times - under.times);
    return under.nanoseconds_a_byte +
           part * (over.nanoseconds_a_byte - under.nanoseconds_a_byte);
  }
  return std::nullopt;
}

namespace {

constexpr int most_passes = 32;
constexpr std::size_t bytes_in_all = 4U << 20U;  // of the tasks of one call

constexpr int runs = times_measured(7);  // the fastest counts: what the machine
                                         // can do when nobody else wants it

template <typename Run>
double seconds_of(Run run) {
  const Stopwatch stopwatch;
  run();
  return stopwatch.seconds();
}

// What one pass over one byte takes here.
double nanoseconds_a_pass() {
  const Passes task{std::string(bytes_in_all, 'x'), 1};
  volatile unsigned sum = 0;
  double least = std::numeric_limits<double>::max();
  for (int i = 0; i < runs; ++i)
    least = std::min(least, seconds_of([&] { sum = sum_of_passes(task); }));
  return 1e9 * least / bytes_in_all;
}

double times_as_fast(ProcessPool& pool, std::size_t bytes, int passes) {
  const std::size_t count = std::max(
      bytes_in_all / static_cast<std::size_t>(passes) / bytes, std::size_t{2});
  const std::vector<Passes> tasks(count, {std::string(bytes, 'x'), passes});
  unsigned sum = 0;
  double serial = std::numeric_limits<double>::max();
  double processes = serial;
  // They take turns, so that a machine that is busy for a moment is so for
  // both.
  for (int i = 0; i < runs; ++i) {
    serial = std::min(serial, seconds_of([&] {
                        for (const Passes& task : tasks)
                          sum += sum_of_passes(task);
                      }));
    processes =
        std::min(processes, seconds_of([&] {
                   for (const unsigned each : pool.map(sum_of_passes, tasks))
                     sum -= each;
                 }));
  }
  if (sum != 0) throw std::runtime_error("the sums differ");
  return serial / processes;
}

}  // namespace

void when_not(const Arguments& arguments) {
  std::vector<std::size_t> sizes = {1 << 10, 1 << 16, 1 << 20};
  if (!arguments.empty()) {
    sizes = {static_cast<std::size_t>(
        to_number(arguments[0], "bytes", 1, 64U << 20U))};
  }
  Functions functions;
  functions.add("sum_of_passes", sum_of_passes);
  ProcessPool pool(2, functions);
  const double a_pass = nanoseconds_a_pass();
  Curve curve("Two processes instead of one", "ns of work a byte",
              "times as fast");
  for (const std::size_t bytes : sizes) {
    std::vector<Speedup> points;
    for (int passes = 1; passes <= most_passes; passes *= 2)
      points.push_back({std::round(10 * a_pass * passes) / 10,
                        times_as_fast(pool, bytes, passes)});
    const std::string name = bytes % 1024 == 0
                                 ? fmt::format("{} KiB", bytes / 1024)
                                 : fmt::format("{} bytes", bytes);
    fmt::print("{} a task:\n{:>14}{:>16}\n", name, "work a byte",
               "times as fast");
    for (const Speedup& point : points) {
      fmt::print("{:>11.1f} ns{:>16.2f}\n", point.nanoseconds_a_byte,
                 point.times);
      curve.add(name, point.nanoseconds_a_byte, point.times);
    }
    const auto even = crossover(points);
    fmt::print("as fast as serial: {}\n",
               figure(fmt::format("even-{}", bytes),
                      even ? fmt::format("from {:.1f} ns a byte", *even)
                           : "nowhere between, this time"));
  }
  curve.show();
}

}  // namespace workbook
