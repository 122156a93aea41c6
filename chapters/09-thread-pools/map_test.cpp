#include "09-thread-pools/map.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <latch>
#include <memory>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "workbook/eventually.hpp"

using workbook::map;
using workbook::ThreadPool;

TEST_CASE("map returns the results in the order of the items") {
  ThreadPool pool(3);
  const auto numbers = std::views::iota(0, 1000);
  const std::vector<int> squares = map(pool, numbers, [](int i) {
    if (i % 7 == 0) std::this_thread::yield();  // others overtake
    return i * i;
  });
  REQUIRE(squares.size() == 1000);
  for (const int i : numbers)
    CHECK(squares[static_cast<std::size_t>(i)] == i * i);
}

TEST_CASE("map of nothing is nothing and needs no worker") {
  std::latch gate(1);  // outlives the pool, whose job waits for it
  ThreadPool pool(1);
  pool.submit([&] { gate.wait(); });
  CHECK(map(pool, std::vector<int>(), [](int i) { return i; }).empty());
  gate.count_down();
}

TEST_CASE("map calls as many at once as there are workers") {
  std::latch all_here(4);  // only four calls at once get past it
  std::atomic<int> calls = 0;
  ThreadPool pool(4);
  map(pool, std::views::iota(0, 10), [&](int) {
    if (++calls <= 4) all_here.arrive_and_wait();
    return 0;
  });
  CHECK(calls == 10);
}

TEST_CASE("map calls for each item once and with the item itself") {
  std::vector<std::string> words = {"a", "b", "c"};
  ThreadPool pool(4);
  const auto places =
      map(pool, words, [](const std::string& word) { return &word; });
  CHECK(places ==
        std::vector<const std::string*>{&words[0], &words[1], &words[2]});
  std::vector<std::atomic<int>> calls(500);
  map(pool, std::views::iota(0, 500),
      [&](int i) { return ++calls[static_cast<std::size_t>(i)]; });
  CHECK(
      std::ranges::all_of(calls, [](const auto& count) { return count == 1; }));
}

TEST_CASE("results may be bool and such as can only be moved") {
  ThreadPool pool(2);
  const auto numbers = std::views::iota(0, 200);
  const std::vector<bool> odd =
      map(pool, numbers, [](int i) { return i % 2 == 1; });
  for (const int i : numbers)
    CHECK(odd[static_cast<std::size_t>(i)] == (i % 2 == 1));
  const auto owned =
      map(pool, numbers, [](int i) { return std::make_unique<int>(i); });
  CHECK(*owned[199] == 199);
}

TEST_CASE("map throws what the first failing item threw") {
  std::latch both_here(2);
  ThreadPool pool(2);
  const auto fail = [&](int i) {
    both_here.arrive_and_wait();  // both fail, in either order
    throw std::runtime_error("item " + std::to_string(i));
    return i;
  };
  CHECK_THROWS_WITH_AS(map(pool, std::vector<int>{1, 2}, fail), "item 1",
                       std::runtime_error);
}

TEST_CASE("map does not throw before the last call has ended") {
  std::latch has_begun(1);
  std::latch gate(1);
  std::atomic<int> ended = 0;
  ThreadPool pool(2);
  std::jthread opener([&] {
    has_begun.wait();
    CHECK(workbook::eventually([&] { return ended == 1; }));
    gate.count_down();
  });
  const auto work = [&](int i) {
    if (i == 0) {
      ++ended;
      throw std::runtime_error("the first");
    }
    has_begun.count_down();
    gate.wait();
    return ++ended;
  };
  CHECK_THROWS_WITH(map(pool, std::vector<int>{0, 1}, work), "the first");
  CHECK(ended == 2);
}

TEST_CASE("map on a pool that is stopped meanwhile says so") {
  std::latch has_begun(1);
  std::latch gate(1);
  ThreadPool pool(1);
  pool.submit([&] {
    has_begun.count_down();
    gate.wait();
  });
  has_begun.wait();
  std::future<void> mapping = std::async(std::launch::async, [&] {
    map(pool, std::views::iota(0, 10), [](int i) { return i; });
  });
  CHECK(workbook::eventually([&] { return pool.queued() == 1; }));
  pool.request_stop();
  CHECK_THROWS_AS(mapping.get(), std::future_error);
  gate.count_down();
  CHECK_THROWS_WITH(map(pool, std::views::iota(0, 10), [](int i) { return i; }),
                    "submit: the pool was asked to stop");
}
