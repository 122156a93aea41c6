#include <doctest/doctest.h>

#include <chrono>
#include <optional>
#include <string>
#include <thread>

#include "interleave/doctest.hpp"
#include "watchdog.hpp"

namespace {

using namespace std::chrono_literals;

bool is_nobody(const std::optional<std::string>& named) { return !named; }

}  // namespace

TEST_CASE("who holds the loop is named while it is held") {
  Watchdog watchdog(100ms);
  watchdog.began("save", 1000ms);
  CHECK(is_nobody(watchdog.check(1000ms)));
  CHECK(is_nobody(watchdog.check(1099ms)));
  CHECK(watchdog.check(1100ms) == "save");
}

TEST_CASE("a slice is named once") {
  Watchdog watchdog(100ms);
  watchdog.began("save", 0ms);
  CHECK(watchdog.check(150ms) == "save");
  CHECK(is_nobody(watchdog.check(250ms)));
  CHECK(is_nobody(watchdog.check(900ms)));
}

TEST_CASE("a later slice of the same name is named again") {
  Watchdog watchdog(100ms);
  watchdog.began("save", 0ms);
  CHECK(watchdog.check(100ms) == "save");
  watchdog.ended();
  watchdog.began("save", 200ms);
  CHECK(is_nobody(watchdog.check(299ms)));
  CHECK(watchdog.check(300ms) == "save");
}

TEST_CASE("who has given the loop back is not named") {
  Watchdog watchdog(100ms);
  CHECK(is_nobody(watchdog.check(5000ms)));  // nothing has begun yet
  watchdog.began("save", 5000ms);
  watchdog.ended();
  CHECK(is_nobody(watchdog.check(9000ms)));
}

TEST_CASE("the time of the slices before does not count") {
  Watchdog watchdog(100ms);
  for (const auto start : {0ms, 60ms, 120ms}) {
    watchdog.began("tick", start);
    CHECK(is_nobody(watchdog.check(start + 50ms)));
    watchdog.ended();
  }
  watchdog.began("save", 180ms);
  CHECK(is_nobody(watchdog.check(279ms)));
  CHECK(watchdog.check(280ms) == "save");
}

TEST_CASE("began and check may come at the same time") {
  CHECK_INTERLEAVINGS([] {
    Watchdog watchdog(100ms);
    std::thread watcher([&] { watchdog.check(50ms); });
    watchdog.began("save", 0ms);
    watchdog.ended();
    watcher.join();
  });
}

TEST_CASE("who has only begun is not named for another") {
  CHECK_INTERLEAVINGS([] {
    Watchdog watchdog(100ms);
    watchdog.began("slow", 0ms);
    std::thread watcher([&] {
      const std::optional<std::string> named = watchdog.check(100ms);
      const bool is_right = !named || *named == "slow";
      CHECK(is_right);
    });
    watchdog.ended();
    watchdog.began("quick", 100ms);
    watcher.join();
  });
}

TEST_CASE("who has only begun does not pass for named either") {
  CHECK_INTERLEAVINGS([] {
    Watchdog watchdog(100ms);
    watchdog.began("slow", 0ms);
    std::thread watcher([&] { watchdog.check(100ms); });
    watchdog.ended();
    watchdog.began("quick", 100ms);
    watcher.join();
    const bool is_named = watchdog.check(200ms) == "quick";
    CHECK(is_named);
  });
}
