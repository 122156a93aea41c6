#include "04-locks/sharing.hpp"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <shared_mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "workbook/timeline.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;
using Kind = Timeline::Kind;

struct Tries {
  int attempts = 0;
  int grabs = 0;
};

// #region try-lock
Tries try_until(const std::stop_token& stop, std::mutex& mutex,
                Timeline& timeline) {
  Tries tries;
  while (!stop.stop_requested()) {
    ++tries.attempts;
    if (std::unique_lock lock(mutex, std::try_to_lock); lock) {
      ++tries.grabs;
      timeline.begin("visitor", Kind::run, "has it");
      std::this_thread::sleep_for(5ms);
    }
    timeline.end("visitor");
    std::this_thread::sleep_for(5ms);  // something else
  }
  return tries;
}
// #endregion try-lock

void hold_half_the_time(int rounds, std::mutex& mutex, Timeline& timeline) {
  for (int round = 0; round < rounds; ++round) {
    {
      const std::lock_guard lock(mutex);
      timeline.begin("holder", Kind::run, "has it");
      std::this_thread::sleep_for(40ms);
      timeline.end("holder");
    }
    std::this_thread::sleep_for(40ms);
  }
}

// Takes the lock, keeps it for 60 ms and gives it back.
template <typename Lock, typename Mutex>
void visit(Mutex& mutex, const std::string& who, Timeline& timeline) {
  timeline.begin(who, Kind::wait, "waits");
  const Lock lock(mutex);
  timeline.begin(who, Kind::run, "has it");
  std::this_thread::sleep_for(60ms);
  timeline.end(who);
}

template <typename Mutex, typename ReadLock, typename WriteLock>
void readers_and_a_writer(Timeline& timeline) {
  Mutex mutex;
  std::vector<std::jthread> threads;
  const auto reader = [&](const std::string& who) {
    threads.emplace_back([&, who] { visit<ReadLock>(mutex, who, timeline); });
  };
  for (const char* who : {"reader 1", "reader 2", "reader 3"}) reader(who);
  std::this_thread::sleep_for(20ms);
  threads.emplace_back([&] { visit<WriteLock>(mutex, "writer", timeline); });
  std::this_thread::sleep_for(20ms);
  reader("reader 4");
}

}  // namespace

void try_lock(const Arguments& arguments) {
  const long rounds =
      arguments.empty() ? 5 : to_number(arguments[0], "rounds", 1, 100);
  Timeline timeline("A holder, and a visitor who never waits");
  std::mutex mutex;
  Tries tries;
  std::jthread visitor([&](const std::stop_token& stop) {
    tries = try_until(stop, mutex, timeline);
  });
  hold_half_the_time(static_cast<int>(rounds), mutex, timeline);
  visitor.request_stop();
  visitor.join();
  fmt::print("{} attempts, {} grabs\n",
             figure("attempts", std::to_string(tries.attempts)),
             figure("grabs", std::to_string(tries.grabs)));
  timeline.show();
}

void readers(const Arguments&) {
  Timeline one_by_one("Four readers and a writer, std::mutex");
  readers_and_a_writer<std::mutex, std::lock_guard<std::mutex>,
                       std::lock_guard<std::mutex>>(one_by_one);
  fmt::print("std::mutex:        {}\n",
             figure("mutex", fmt::format("{:.2f} s", one_by_one.now())));

  Timeline together("Four readers and a writer, std::shared_mutex");
  readers_and_a_writer<std::shared_mutex, std::shared_lock<std::shared_mutex>,
                       std::lock_guard<std::shared_mutex>>(together);
  fmt::print("std::shared_mutex: {}\n",
             figure("shared", fmt::format("{:.2f} s", together.now())));
  together.show();
}

// #region once
void once(const Arguments&) {
  Timeline timeline("Six threads ask for a table that is made once");
  std::once_flag made;
  std::atomic<int> times_made = 0;
  const auto ask = [&](const std::string& who) {
    timeline.begin(who, Kind::wait, "waits");
    std::call_once(made, [&] {
      timeline.begin(who, Kind::run, "makes it");
      std::this_thread::sleep_for(50ms);
      ++times_made;
    });
    timeline.end(who);
  };
  {
    std::vector<std::jthread> threads;
    for (int i = 1; i <= 6; ++i)
      threads.emplace_back(ask, fmt::format("thread {}", i));
  }
  fmt::print("6 threads asked, it was made {} time\n", times_made.load());
  timeline.show();
}
// #endregion once

}  // namespace workbook
