#include "10-coroutines/tasks.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "10-coroutines/control_picture.hpp"
#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/nested_task.hpp"
#include "10-coroutines/when_all.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/timeline.hpp"

namespace workbook {

using namespace std::chrono_literals;

// #region tasks
static Task<int> answer(EventLoop& loop, ControlPicture& picture) {
  picture.in(2, "begins");
  picture.in(2, "co_await yield");
  co_await loop.yield();
  picture.in(2, "co_return 21");
  co_return 21;
}

static Task<int> twice(EventLoop& loop, ControlPicture& picture) {
  picture.in(1, "begins");
  picture.in(1, "co_await answer");
  const int number = co_await answer(loop, picture);
  picture.in(1, fmt::format("has {}", number));
  co_return 2 * number;
}

static Task<> other(EventLoop& loop, ControlPicture& picture) {
  picture.in(3, "begins");
  co_await loop.yield();
  picture.in(3, "goes on, ends");
}

void tasks(const Arguments&) {
  EventLoop loop;
  ControlPicture picture({"main", "twice", "answer", "other"});
  picture.in(0, "spawn(other)");
  loop.spawn(other(loop, picture));
  picture.in(0, "run(twice)");
  const int result = loop.run(twice(loop, picture));
  picture.in(0, fmt::format("has {}", result));
  fmt::print("{}", picture.text());
}
// #endregion tasks

// #region sleep
static Task<> drops(EventLoop& loop, Timeline& timeline, std::string name,
                    std::chrono::milliseconds wait) {
  for (int i = 0; i < 3; ++i) {
    timeline.begin(name, Timeline::Kind::wait);
    co_await loop.sleep_for(wait);
    timeline.begin(name, Timeline::Kind::run);
    const Stopwatch stopwatch;
    while (stopwatch.elapsed() < 5ms) continue;  // computes
  }
  timeline.end(name);
}

void sleeping(const Arguments&) {
  EventLoop loop;
  Timeline timeline("Three coroutines in one thread");
  std::vector<Task<>> all;
  all.push_back(drops(loop, timeline, "every 20 ms", 20ms));
  all.push_back(drops(loop, timeline, "every 30 ms", 30ms));
  all.push_back(drops(loop, timeline, "every 50 ms", 50ms));
  loop.run(when_all(std::move(all)));
  timeline.show();
}
// #endregion sleep

// #region virtual
static Task<> speaks(EventLoop& loop, std::string text,
                     std::chrono::hours after) {
  co_await loop.sleep_for(after);
  const auto hours = std::chrono::duration_cast<std::chrono::hours>(loop.now());
  fmt::print("after {:>4} hours: {}\n", hours.count(), text);
}

void virtual_time(const Arguments&) {
  const Stopwatch stopwatch;
  EventLoop loop(EventLoop::Clock::virtual_time);
  std::vector<Task<>> all;
  all.push_back(speaks(loop, "a year is over", 8760h));
  all.push_back(speaks(loop, "a day is over", 24h));
  all.push_back(speaks(loop, "a week is over", 168h));
  loop.run(when_all(std::move(all)));
  fmt::print("that took less than a second: {}\n", stopwatch.elapsed() < 1s);
}
// #endregion virtual

// #region in-a-row
// Where the stack is now.
static Task<const char*> address() {
  co_return static_cast<const char*>(__builtin_frame_address(0));
}

static Task<long> stack_of_tasks(long count) {
  const char* const first = co_await address();
  const char* last = first;
  for (long i = 1; i < count; ++i) last = co_await address();
  co_return first - last;
}
// #endregion in-a-row

// The same with NestedTask, whose frames all have to stay until the end.
static NestedTask nested_address() {
  co_return static_cast<const char*>(__builtin_frame_address(0));
}

static NestedTask stack_of_nested(long count, long& grown) {
  std::vector<NestedTask> tasks;
  tasks.reserve(static_cast<std::size_t>(count));
  const char* first = nullptr;
  const char* last = nullptr;
  for (long i = 0; i < count; ++i) {
    const NestedTask& task = tasks.emplace_back(nested_address());
    last = co_await task;
    if (i == 0) first = last;
  }
  grown = first - last;
  co_return last;
}

void in_a_row(const Arguments&) {
  constexpr long some = 1'000;
  long grown = 0;
  stack_of_nested(some, grown).start();
  fmt::print("{:>9} awaits that resume() each other: ", some);
  fmt::print("the stack grew by {} bytes\n",
             figure("nested", std::to_string(grown)));
  constexpr long stack = 8L * 1024 * 1024;
  const std::string enough =
      grown > 0 ? std::to_string(stack / (grown / some)) : "no number";
  fmt::print("{:>9} would fill a stack of 8 MiB\n", figure("fill", enough));

  constexpr long many = sanitized ? 1'000 : 1'000'000;
  EventLoop loop;
  const Stopwatch stopwatch;
  const long transferred = loop.run(stack_of_tasks(many));
  const double each = stopwatch.seconds() * 1e9 / static_cast<double>(many);
  fmt::print("{:>9} awaits with symmetric transfer:  ", many);
  fmt::print("the stack grew by {} bytes\n",
             figure("grew", std::to_string(transferred)));
  fmt::print("{:>9} ns an await\n",
             figure("await", fmt::format("{:.0f}", each)));
}

}  // namespace workbook
