#include "10-coroutines/million.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <unistd.h>

#include <condition_variable>
#include <fstream>
#include <latch>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "10-coroutines/async_event.hpp"
#include "10-coroutines/when_all.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

constexpr long most = sanitized ? 10'000 : 1'000'000;

struct Cost {
  double start_ns = 0;  // each, until all wait
  double all_ns = 0;    // each, until the last one has ended
  double bytes = 0;     // each, while all wait
  long through = 0;     // how many got past the event
};

// What malloc has given out and not got back, in bytes; sanitizers have a
// malloc of their own, which does not tell.
double heap_in_use() {
  const struct mallinfo2 info = ::mallinfo2();
  return static_cast<double>(info.uordblks + info.hblkhd);
}

double resident() {
  std::ifstream file("/proc/self/statm");
  double total = 0;
  double pages = 0;
  file >> total >> pages;
  return pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

// #region waits
Task<> waits(AsyncEvent& event, long& through) {
  co_await event.wait();
  ++through;
}

// Begins when all of them wait, as the last one.
Task<> releases(AsyncEvent& event, const Stopwatch& stopwatch, Cost& cost) {
  cost.start_ns = stopwatch.seconds() * 1e9;
  cost.bytes = heap_in_use() - cost.bytes;
  event.set();
  co_return;
}

Cost coroutines(long count) {
  EventLoop loop;
  AsyncEvent event(loop);
  Cost cost{.bytes = heap_in_use()};
  const Stopwatch stopwatch;
  std::vector<Task<>> tasks;
  tasks.reserve(static_cast<std::size_t>(count) + 1);
  for (long i = 0; i < count; ++i) tasks.push_back(waits(event, cost.through));
  tasks.push_back(releases(event, stopwatch, cost));
  loop.run(when_all(std::move(tasks)));
  const auto each = static_cast<double>(count);
  cost.all_ns = stopwatch.seconds() * 1e9 / each;
  cost.start_ns /= each;
  cost.bytes /= each;
  return cost;
}
// #endregion waits

Cost threads(long count) {
  Cost cost;
  const double before = resident();
  std::mutex mutex;
  std::condition_variable changed;
  bool is_set = false;
  std::latch running(count);
  const Stopwatch start;
  std::vector<std::jthread> all;
  for (long i = 0; i < count; ++i) {
    all.emplace_back([&] {
      std::unique_lock lock(mutex);
      running.count_down();
      changed.wait(lock, [&] { return is_set; });
      ++cost.through;
    });
  }
  running.wait();
  cost.start_ns = start.seconds() * 1e9 / static_cast<double>(count);
  cost.bytes = (resident() - before) / static_cast<double>(count);
  {
    const std::lock_guard lock(mutex);
    is_set = true;
  }
  changed.notify_all();
  all.clear();  // joins
  cost.all_ns = start.seconds() * 1e9 / static_cast<double>(count);
  return cost;
}

void row(const std::string& name, long count, const Cost& cost) {
  fmt::print("{:>9} {:<10} {:>9} ns {:>9} ns {:>7} B {:>11}\n", count, name,
             figure(name + "-start", fmt::format("{:.0f}", cost.start_ns)),
             figure(name + "-all", fmt::format("{:.0f}", cost.all_ns)),
             figure(name + "-bytes", fmt::format("{:.0f}", cost.bytes)),
             cost.through);
}

}  // namespace

void million(const Arguments& arguments) {
  constexpr long at_most = 100'000'000;
  const long count = arguments.empty()
                         ? most
                         : to_number(arguments[0], "coroutines", 1, at_most);
  fmt::print("{:>20} {:>12} {:>12} {:>9} {:>11}\n", "waiting at once",
             "start, each", "all, each", "each", "got through");
  const Cost all = coroutines(count);
  row("coroutines", count, all);
  constexpr long some = sanitized ? 100 : 1'000;
  row("threads", some, threads(some));
  const double megabytes = all.bytes * static_cast<double>(count) / 1e6;
  fmt::print("all coroutines together: {} MB, and one thread\n",
             figure("megabytes", fmt::format("{:.0f}", megabytes)));
}

}  // namespace workbook
