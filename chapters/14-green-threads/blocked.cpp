#include "14-green-threads/blocked.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>

#include "14-green-threads/green_loop.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/timeline.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;

constexpr auto work_time = 200ms;
constexpr auto tick = 20ms;
constexpr auto tick_work = 8ms;  // in the picture: wide enough to be seen

// #region ticker
// Runs `work` beside a ticker, and returns the longest time between two ticks.
double longest_gap(GreenLoop& loop, const std::function<void()>& work) {
  double longest = 0;
  loop.run([&] {
    Green<void> other = loop.spawn(work);
    while (!other.is_done()) {
      const Stopwatch stopwatch;
      loop.sleep_for(tick);
      longest = std::max(longest, stopwatch.seconds());
    }
  });
  return longest;
}
// #endregion ticker

// Computes for `time`, and calls between() again and again.
void compute(std::chrono::milliseconds time,
             const std::function<void()>& between) {
  const Stopwatch stopwatch;
  while (stopwatch.elapsed() < time) {
    for (volatile int i = 0; i < 10'000;) i = i + 1;
    between();
  }
}

void show(const std::string& key, const std::string& what,
          const std::function<void(GreenLoop&)>& work) {
  GreenLoop loop;
  const double gap = longest_gap(loop, [&] { work(loop); });
  fmt::print("{:<34} {:>6} ms\n", what,
             figure(key, fmt::format("{:.0f}", gap * 1e3)));
}

// #region draw
void draw() {
  Timeline timeline("Two tickers, and one that blocks for 200 ms");
  GreenLoop loop;
  const auto run_ticker = [&](const std::string& name) {
    while (timeline.now() < 0.4) {
      timeline.begin(name, Timeline::Kind::wait, "sleep");
      loop.sleep_for(2 * tick);
      timeline.begin(name, Timeline::Kind::run);
      compute(tick_work, [] {});
    }
    timeline.end(name);
  };
  loop.run([&] {
    Green<void> first = loop.spawn([&] { run_ticker("ticker 1"); });
    Green<void> second = loop.spawn([&] { run_ticker("ticker 2"); });
    loop.sleep_for(5 * tick);
    timeline.begin("blocks", Timeline::Kind::run, "sleep_for");
    std::this_thread::sleep_for(work_time);  // not the loop's
    timeline.end("blocks");
    first.join();
    second.join();
  });
  timeline.show();
}
// #endregion draw

}  // namespace

void blocked_section(const Arguments&) {
  fmt::print("a ticker that wants to tick every {} ms, beside one that\n",
             tick.count());
  show("sleeps", "sleeps 200 ms, and lets others run",
       [](GreenLoop& loop) { loop.sleep_for(work_time); });
  show("blocks", "blocks its OS thread for 200 ms",
       [](GreenLoop&) { std::this_thread::sleep_for(work_time); });
  show("computes", "computes for 200 ms",
       [](GreenLoop&) { compute(work_time, [] {}); });
  show("yields", "computes, and yields now and then",
       [](GreenLoop& loop) { compute(work_time, [&] { loop.yield(); }); });
  draw();
}

}  // namespace workbook
