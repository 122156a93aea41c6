#include "02-threads/cost.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <thread>

#include "02-threads/event.hpp"
#include "02-threads/line_log.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/sections.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

// The median of what `count` calls take, in words.
std::string median_time(std::size_t count, const std::function<void()>& call) {
  std::vector<double> times(count);
  for (double& time : times) {
    const Stopwatch stopwatch;
    call();
    time = stopwatch.seconds();
  }
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(count / 2);
  std::ranges::nth_element(times, middle);
  return fmt::format("{:.1f} µs", *middle * 1e6);
}

std::string thread_cost() {
  return median_time(1'000, [] { std::jthread([] {}).join(); });
}

std::string line_cost() {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> null(
      std::fopen("/dev/null", "w"), std::fclose);
  if (!null) throw_errno("open /dev/null");
  const LineLog log(null.get());
  return median_time(10'000, [&] { log.println("waits again"); });
}

// From set() in one thread to the return of wait() in another, and back.
std::string event_cost() {
  constexpr std::size_t rounds = 2'000;
  Event there;
  Event back;
  std::jthread other([&] {
    for (std::size_t i = 0; i < rounds; ++i) {
      there.wait();
      there.clear();
      back.set();
    }
  });
  return median_time(rounds, [&] {
    there.set();
    back.wait();
    back.clear();
  });
}

}  // namespace

void cost(const Arguments&) {
  fmt::print("start a thread and join it        {:>9}\n",
             figure("thread", thread_cost()));
  fmt::print("wake a thread and be woken by it  {:>9}\n",
             figure("event", event_cost()));
  fmt::print("write a line of the log           {:>9}\n",
             figure("line", line_cost()));
}

}  // namespace workbook
