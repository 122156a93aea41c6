// Three classical mistakes, each with the schedule that shows it, and the right
// way beside them.

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "interleave/interleave.hpp"
#include "workbook/sections.hpp"

namespace {

using workbook::check;

// #region lost-update
void lost_update() {
  int count = 0;
  const auto add = [&] { count += 1; };
  std::thread one(add);
  std::thread two(add);
  one.join();
  two.join();
  check(count == 2);
}
// #endregion lost-update

// #region counted
void counted() {
  int count = 0;
  std::mutex mutex;
  const auto add = [&] {
    const std::lock_guard lock(mutex);
    count += 1;
  };
  std::thread one(add);
  std::thread two(add);
  one.join();
  two.join();
  check(count == 2);
}
// #endregion counted

// #region deadlock
void deadlock() {
  std::mutex a;
  std::mutex b;
  std::thread one([&] {
    const std::lock_guard first(a);
    const std::lock_guard second(b);
  });
  std::thread two([&] {
    const std::lock_guard first(b);
    const std::lock_guard second(a);
  });
  one.join();
  two.join();
}
// #endregion deadlock

// #region lost-wakeup
void lost_wakeup() {
  std::atomic<bool> is_ready = false;
  std::mutex mutex;
  std::condition_variable ready;
  std::thread waiter([&] {
    std::unique_lock lock(mutex);
    while (!is_ready) ready.wait(lock);
  });
  std::thread setter([&] {
    is_ready = true;
    ready.notify_one();
  });
  waiter.join();
  setter.join();
}
// #endregion lost-wakeup

void show(const workbook::Report& report) {
  const bool color =
      ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
  fmt::print("{}", report.to_text(80, color));
}

constexpr workbook::ExploreOptions play_out_races{
    .races = workbook::ExploreOptions::Races::ignore};

}  // namespace

int main(int argc, char** argv) {
  using workbook::Arguments;
  return workbook::run_sections(
      argc, argv,
      {
          {"race", "", "a plain counter: the data race",
           [](const Arguments&) { show(workbook::explore(lost_update)); }},
          {"lost-update", "", "the same, played out: an update is lost",
           [](const Arguments&) {
             show(workbook::explore(lost_update, play_out_races));
           }},
          {"counted", "", "the counter under a mutex: all schedules pass",
           [](const Arguments&) { show(workbook::explore(counted)); }},
          {"deadlock", "", "two locks in opposite order",
           [](const Arguments&) { show(workbook::explore(deadlock)); }},
          {"lost-wakeup", "", "a notification that comes before the wait",
           [](const Arguments&) { show(workbook::explore(lost_wakeup)); }},
          {"json", "", "the schedule of the deadlock for other programs",
           [](const Arguments&) {
             fmt::print("{}", workbook::explore(deadlock).to_json());
           }},
          {"svg", "", "the schedule of the deadlock as a picture",
           [](const Arguments&) {
             fmt::print("{}", workbook::explore(deadlock).to_svg());
           }},
      });
}
