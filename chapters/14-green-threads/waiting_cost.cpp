#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <latch>
#include <thread>
#include <vector>

#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/task.hpp"
#include "14-green-threads/green_loop.hpp"
#include "14-green-threads/switch_cost.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;

constexpr long most_waiting = 15'000;  // Linux allows 65,530 areas of memory
constexpr long usual_waiting = sanitized ? 500 : 10'000;

struct Memory {  // bytes
  double reserved = 0;
  double resident = 0;
};

// Source: Linux proc(5), statm.
Memory memory_in_use() {
  Memory pages;
  std::ifstream("/proc/self/statm") >> pages.reserved >> pages.resident;
  const auto page_size = static_cast<double>(::sysconf(_SC_PAGESIZE));
  return {pages.reserved * page_size, pages.resident * page_size};
}

// What a number of them takes, from before the first starts until all wait.
class Measurement {
 public:
  explicit Measurement(long count) : count_(static_cast<double>(count)) {}

  void all_wait() {
    seconds_ = stopwatch_.seconds();
    after_ = memory_in_use();
  }

  void show(const std::string& key, const std::string& what) const {
    constexpr double kib = 1024;
    const auto each = [&](double before, double after) {
      return (after - before) / kib / count_;
    };
    fmt::print(
        "{:<15} {:>7} {:>13} us {:>13} KiB {:>10} KiB\n", what, count_,
        figure(key + "-us", fmt::format("{:.1f}", seconds_ * 1e6 / count_)),
        figure(key + "-resident",
               fmt::format("{:.1f}", each(before_.resident, after_.resident))),
        figure(key + "-reserved",
               fmt::format("{:.0f}", each(before_.reserved, after_.reserved))));
  }

 private:
  const double count_;
  const Memory before_ = memory_in_use();
  const Stopwatch stopwatch_;
  double seconds_ = 0;
  Memory after_;
};

void coroutines(long count) {
  Measurement measurement(count);
  EventLoop loop;
  const auto wait = [](EventLoop& its_loop) -> Task<> {
    co_await its_loop.sleep_for(1h);
  };
  for (long i = 0; i < count; ++i) loop.spawn(wait(loop));
  measurement.all_wait();
  measurement.show("coroutine", "coroutines");
}

void green_threads(long count) {
  Measurement measurement(count);
  GreenLoop loop;
  loop.run([&] {
    for (long i = 0; i < count; ++i) loop.spawn([&] { loop.sleep_for(1h); });
    loop.yield();  // now all of them sleep
    measurement.all_wait();
  });
  measurement.show("green", "green threads");
}

void threads(long count) {
  Measurement measurement(count);
  std::latch all_wait(count + 1);
  std::latch end(1);
  std::vector<std::jthread> running;
  running.reserve(static_cast<std::size_t>(count));
  for (long i = 0; i < count; ++i) {
    running.emplace_back([&] {
      all_wait.count_down();
      end.wait();
    });
  }
  all_wait.arrive_and_wait();
  measurement.all_wait();
  end.count_down();
  measurement.show("thread", "OS threads");
}

}  // namespace

void waiting_section(const Arguments& arguments) {
  const long count =
      arguments.empty()
          ? usual_waiting
          : to_number(arguments[0], "how many shall wait", 10, most_waiting);
  fmt::print("{:<15} {:>7} {:>16} {:>17} {:>14}\n", "", "waiting",
             "started in, each", "memory used, each", "reserved, each");
  coroutines(count);
  green_threads(count);
  threads(count / 10);
}

}  // namespace workbook
