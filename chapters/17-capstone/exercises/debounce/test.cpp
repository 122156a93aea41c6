#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <latch>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "debouncer.hpp"
#include "interleave/doctest.hpp"
#include "workbook/eventually.hpp"
#include "workbook/thread_probe.hpp"

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

// The threads that there are now and were not in `before`.
std::vector<pid_t> new_threads(const std::vector<pid_t>& before) {
  std::vector<pid_t> added;
  for (const pid_t thread : workbook::thread_ids())
    if (std::ranges::find(before, thread) == before.end())
      added.push_back(thread);
  return added;
}

// What a debouncer of most tests calls.
auto count_in(std::atomic<int>& calls) {
  return [&calls] { ++calls; };
}

bool eventually_are(int number, const std::atomic<int>& calls) {
  return workbook::eventually([&] { return calls == number; });
}

}  // namespace

TEST_CASE("it fires once a burst is over") {
  std::atomic<int> calls = 0;
  Debouncer debouncer(5ms, count_in(calls));
  debouncer.touch();
  CHECK(eventually_are(1, calls));
}

TEST_CASE("without a touch nothing is called") {
  const std::vector<pid_t> before = workbook::thread_ids();
  std::atomic<int> calls = 0;
  {
    Debouncer debouncer(1ms, count_in(calls));
    for (const pid_t thread : new_threads(before)) {
      CHECK_MESSAGE(workbook::sleeps(thread),
                    "between bursts the thread wakes up again and again");
    }
  }
  CHECK(calls == 0);
}

// Between any two touches is less than `quiet`, so no call may come before it
// was quiet after the last one. Again, if this thread was held up for longer.
TEST_CASE("it never fires before it was quiet") {
  constexpr auto quiet = 20ms;
  bool held_up = true;
  bool is_too_early = false;
  for (int round = 0; held_up && round < 20; ++round) {
    std::mutex mutex;
    auto first_call = Clock::time_point::max();  // guarded by mutex
    held_up = false;
    auto before = Clock::now();
    {
      Debouncer debouncer(quiet, [&] {
        const auto now = Clock::now();
        const std::lock_guard lock(mutex);
        first_call = std::min(first_call, now);
      });
      for (int i = 0; i < 15; ++i) {
        const auto last = std::exchange(before, Clock::now());
        debouncer.touch();
        held_up = held_up || Clock::now() - last >= quiet;
        std::this_thread::sleep_for(2ms);
      }
    }
    is_too_early = first_call < before + quiet;
  }
  if (!held_up)
    CHECK_MESSAGE(!is_too_early, "it fired within 20 ms after a touch");
}

TEST_CASE("a burst is one call") {
  std::atomic<int> calls = 0;
  constexpr auto quiet = 20ms;
  // Again, if this thread was held up for so long that there were two bursts.
  bool held_up = true;
  for (int round = 0; held_up && round < 20; ++round) {
    calls = 0;
    Debouncer debouncer(quiet, count_in(calls));
    const auto start = Clock::now();
    for (int i = 0; i < 50; ++i) debouncer.touch();
    held_up = Clock::now() - start > quiet / 2;
    CHECK(workbook::eventually([&] { return calls >= 1; }));
    std::this_thread::sleep_for(30ms);  // for a second call, if there is one
  }
  if (!held_up) CHECK(calls == 1);
}

TEST_CASE("each burst is a call of its own") {
  std::atomic<int> calls = 0;
  Debouncer debouncer(5ms, count_in(calls));
  for (int burst = 1; burst <= 5; ++burst) {
    debouncer.touch();
    CHECK(eventually_are(burst, calls));
  }
}

TEST_CASE("fifty touches need one thread and it sleeps: nobody polls") {
  const std::vector<pid_t> before = workbook::thread_ids();
  Debouncer debouncer(1h, [] {});
  debouncer.touch();
  REQUIRE(
      workbook::eventually([&] { return new_threads(before).size() == 1; }));
  const pid_t thread = new_threads(before).front();
  for (int i = 0; i < 50; ++i) debouncer.touch();
  CHECK_MESSAGE(new_threads(before).size() == 1, new_threads(before).size(),
                " threads for one debouncer");
  CHECK_MESSAGE(workbook::sleeps(thread),
                "within a burst the thread wakes up again and again");
}

// The touch returns while the call goes on: the call ends only after it.
TEST_CASE("touch does not wait for fire") {
  std::latch began(1);
  std::latch touched(1);
  std::atomic<int> calls = 0;
  Debouncer debouncer(1ms, [&] {
    if (++calls > 1) return;
    began.count_down();
    touched.wait();
  });
  debouncer.touch();
  began.wait();
  debouncer.touch();  // comes back although that call goes on
  touched.count_down();
}

TEST_CASE("a touch from inside fire begins the next burst") {
  std::atomic<int> calls = 0;
  std::latch second(1);
  Debouncer* self = nullptr;
  Debouncer debouncer(1ms, [&] {
    const int call = ++calls;
    if (call == 1) self->touch();
    if (call == 2) second.count_down();
  });
  self = &debouncer;
  debouncer.touch();
  second.wait();  // for ever, if that touch is forgotten
  CHECK(calls == 2);
}

TEST_CASE("the destructor drops a burst that is not over") {
  std::atomic<int> calls = 0;
  {
    Debouncer debouncer(1h, count_in(calls));
    debouncer.touch();
  }  // does not take an hour
  CHECK(calls == 0);
}

TEST_CASE("the destructor waits for a call that goes on") {
  std::latch began(1);
  std::latch go_on(1);
  std::atomic<bool> over = false;
  std::thread other;
  {
    Debouncer debouncer(1ms, [&] {
      began.count_down();
      go_on.wait();
      over = true;
    });
    debouncer.touch();
    began.wait();
    other = std::thread([&] { go_on.count_down(); });
  }
  CHECK(over);
  other.join();
}

// Two threads touch. Where every schedule runs, time is virtual and an hour
// takes none. A touch that is lost lets the last wait go on for ever.
TEST_CASE("no touch is lost and there is no data race in any schedule") {
  CHECK_INTERLEAVINGS([] {
    std::latch fired(1);
    std::atomic<int> calls = 0;
    Debouncer debouncer(workbook::exploring() ? 1h : 1ms, [&] {
      if (++calls == 1) fired.count_down();
    });
    std::jthread other([&] { debouncer.touch(); });
    debouncer.touch();
    fired.wait();
  });
}

// The second touch comes when the time after the first one is over. Either the
// first call has been decided on by then, and there is another one, or there is
// only one; in any case the last call comes when it was quiet after the second
// touch. The last wait goes on for ever where it does not.
TEST_CASE("a touch at the last moment is a touch in any schedule") {
  CHECK_INTERLEAVINGS([] {
    const std::chrono::milliseconds quiet = workbook::exploring() ? 1h : 1ms;
    std::mutex mutex;
    std::condition_variable called;
    Clock::time_point last{};  // guarded by mutex
    Debouncer debouncer(quiet, [&] {
      const std::lock_guard lock(mutex);
      last = Clock::now();
      called.notify_one();
    });
    debouncer.touch();
    std::this_thread::sleep_for(quiet);
    const auto before = Clock::now();
    debouncer.touch();
    std::unique_lock lock(mutex);
    called.wait(lock, [&] { return last >= before + quiet; });
  });
}
