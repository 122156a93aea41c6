#include "check_all.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "interleave/doctest.hpp"
#include "workbook/thread_probe.hpp"
#include "workbook/values_in_words.hpp"

namespace {

const Progress nobody = [](std::size_t, std::size_t) {};

}  // namespace

TEST_CASE("every check runs and the results are in the order of the checks") {
  const std::vector<bool> results =
      check_all({[] { return true; }, [] { return false; }, [] { return true; },
                 [] { return false; }},
                2, nobody);
  CHECK(results == std::vector<bool>{true, false, true, false});
}

TEST_CASE("no checks give no results and no progress") {
  int told = 0;
  CHECK(check_all({}, 3, [&](std::size_t, std::size_t) { ++told; }).empty());
  CHECK(told == 0);
}

TEST_CASE("without a worker it is refused") {
  CHECK_THROWS_AS(check_all({[] { return true; }}, 0, nobody),
                  std::invalid_argument);
}

TEST_CASE("progress counts the ends one by one") {
  std::vector<std::string> told;
  check_all(
      std::vector<Check>(3, [] { return true; }), 2,
      [&](std::size_t ended, std::size_t all) {
        told.push_back(std::to_string(ended) + " of " + std::to_string(all));
      });
  CHECK(told == std::vector<std::string>{"1 of 3", "2 of 3", "3 of 3"});
}

TEST_CASE("progress is told on the thread that called") {
  std::atomic<int> elsewhere = 0;
  const std::thread::id here = std::this_thread::get_id();
  check_all(std::vector<Check>(10, [] { return true; }), 3,
            [&](std::size_t, std::size_t) {
              elsewhere += std::this_thread::get_id() == here ? 0 : 1;
            });
  CHECK_MESSAGE(elsewhere == 0, elsewhere.load(),
                " calls of progress came from another thread");
}

// Each check waits until all three are there: only three at once get through.
TEST_CASE("as many as there are workers run at the same time") {
  std::latch all_there(3);
  const Check meet = [&] {
    all_there.arrive_and_wait();
    return true;
  };
  CHECK(check_all({meet, meet, meet}, 3, nobody).size() == 3);
}

TEST_CASE("no more run at the same time than there are workers") {
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  const Check count = [&] {
    const int now = ++running;
    int seen = most;
    while (seen < now && !most.compare_exchange_weak(seen, now)) {
    }
    std::this_thread::yield();
    --running;
    return true;
  };
  check_all(std::vector<Check>(50, count), 2, nobody);
  CHECK_MESSAGE(most <= 2, most.load(),
                " checks ran at the same time, with 2 workers");
}

// The first check ends only after the last one did. With two workers the others
// have to take turns on the second.
TEST_CASE("when any check ends the next one starts") {
  std::promise<void> last_ended;
  const std::vector<bool> results =
      check_all({[&] {
                   last_ended.get_future().wait();
                   return true;
                 },
                 [] { return false; }, [] { return false; },
                 [&] {
                   last_ended.set_value();
                   return false;
                 }},
                2, nobody);
  CHECK(results == std::vector<bool>{true, false, false, false});
}

// The first check ends only after the end of the second was told.
TEST_CASE("progress is told at each end and not later") {
  std::promise<void> told;
  const std::vector<bool> results =
      check_all({[&] {
                   told.get_future().wait();
                   return true;
                 },
                 [] { return true; }},
                2, [&](std::size_t ended, std::size_t) {
                  if (ended == 1) told.set_value();
                });
  CHECK(results == std::vector<bool>{true, true});
}

TEST_CASE("a check that throws has failed and the others go on") {
  CHECK(check_all({[]() -> bool { throw std::runtime_error("no luck"); },
                   [] { return true; }, []() -> bool { throw 7; },
                   [] { return true; }},
                  2, nobody) == std::vector<bool>{false, true, false, true});
}

TEST_CASE("nobody polls: while a check runs the thread that called sleeps") {
  const pid_t caller = workbook::this_thread_id();
  std::atomic<bool> slept = false;
  const Check look = [&] {
    slept = workbook::sleeps(caller);
    return true;
  };
  check_all({look}, 2, nobody);
  CHECK_MESSAGE(slept, "it wakes up again and again");
}

TEST_CASE("all threads have ended when it returns") {
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> ran = 0;
    check_all(std::vector<Check>(8, [&] { return ++ran > 0; }), 4, nobody);
    CHECK(ran == 8);
  }
}

TEST_CASE("no data race and no lost result in any schedule") {
  CHECK_INTERLEAVINGS([] {
    CHECK(check_all({[] { return true; }, [] { return true; }}, 2, nobody) ==
          std::vector<bool>{true, true});
  });
}
