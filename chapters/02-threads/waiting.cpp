#include "02-threads/waiting.hpp"

#include <fmt/format.h>

#include <array>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "02-threads/event.hpp"
#include "02-threads/line_log.hpp"
#include "workbook/sections.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/timeline.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;

// #region sleeper
void looks_between_naps(const std::stop_token& asked) {
  while (!asked.stop_requested()) std::this_thread::sleep_for(500ms);
}
// #endregion sleeper

// #region waiter
void waits_until_asked(const std::stop_token& asked) {
  std::mutex mutex;
  std::condition_variable_any wake_up;
  std::unique_lock lock(mutex);
  wake_up.wait(lock, asked, [] { return false; });  // until it is asked
}
// #endregion waiter

// #region stop
std::string time_to_stop(Timeline& timeline, const std::string& name,
                         void (*work)(const std::stop_token&)) {
  timeline.begin(name, Timeline::Kind::wait, "works");
  std::jthread worker(work);  // hands its stop token to `work`
  std::this_thread::sleep_for(200ms);

  const Stopwatch stopwatch;
  timeline.begin(name, Timeline::Kind::wait, "was asked");
  worker.request_stop();
  worker.join();
  timeline.end(name);
  return fmt::format("{:.1f} ms", stopwatch.seconds() * 1e3);
}
// #endregion stop

}  // namespace

void stop(const Arguments&) {
  Timeline timeline("Two workers, each asked to stop after 0.2 s");
  fmt::print("looks between naps of 0.5 s: ends {} after it was asked\n",
             figure("sleeper", time_to_stop(timeline, "looks between naps",
                                            looks_between_naps)));
  fmt::print("waits with its stop token:   ends {} after it was asked\n",
             figure("waiter", time_to_stop(timeline, "waits with token",
                                           waits_until_asked)));
  timeline.show();
}

// #region event
void event(const Arguments&) {
  Timeline timeline("One event releases the thread that sets the other");
  const LineLog log;
  Event first_may_go;
  Event second_may_go;
  for (const char* name : {"main", "first", "second"}) {
    timeline.begin(name, Timeline::Kind::wait);
  }
  const auto wait_patiently = [&](const std::string& name, Event& event) {
    name_this_thread(name);
    timeline.begin(name, Timeline::Kind::wait, "100 ms");
    while (!event.wait_for(100ms)) {
      log.println("time-out, waits again");
      timeline.begin(name, Timeline::Kind::wait, "100 ms");
    }
    timeline.end(name);
  };
  std::jthread first([&] {
    wait_patiently("first", first_may_go);
    log.println("may go, and sets the second one's event");
    second_may_go.set();
  });
  std::jthread second([&] {
    wait_patiently("second", second_may_go);
    log.println("may go");
  });
  std::this_thread::sleep_for(250ms);
  name_this_thread("main");
  log.println("sets the first one's event");
  first_may_go.set();
  first.join();
  second.join();
  timeline.show();
}
// #endregion event

// #region barrier
void barrier(const Arguments&) {
  constexpr std::size_t workers = 3;
  constexpr std::array<std::array<std::chrono::milliseconds, 3>, workers> work =
      {{{50ms, 150ms, 100ms}, {100ms, 50ms, 150ms}, {150ms, 100ms, 50ms}}};
  Timeline timeline("Three workers, three rounds");
  int round = 0;  // changed only while all of them wait
  std::barrier meeting(workers, [&]() noexcept {
    fmt::print("round {} is over after {:.2f} s\n", ++round, timeline.now());
  });
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < workers; ++i) {
    const std::string name = fmt::format("worker {}", i + 1);
    timeline.begin(name, Timeline::Kind::run, "starts");
    threads.emplace_back([&, name, i] {
      for (const std::chrono::milliseconds time : work.at(i)) {
        timeline.begin(name, Timeline::Kind::run, "works");
        std::this_thread::sleep_for(time);  // stands for work
        timeline.begin(name, Timeline::Kind::wait, "barrier");
        meeting.arrive_and_wait();
      }
      timeline.end(name);
    });
  }
  threads.clear();  // joins them
  timeline.show();
}
// #endregion barrier

}  // namespace workbook
