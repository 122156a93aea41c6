#include "05-queues/closable_queue.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <future>
#include <latch>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "workbook/eventually.hpp"
#include "workbook/thread_probe.hpp"

using namespace workbook;

namespace {

// Runs `function` in a thread of its own; get() waits and rethrows.
template <typename Function>
auto in_a_thread(Function function) {
  return std::async(std::launch::async, std::move(function));
}

}  // namespace

TEST_CASE("items come out in the order in which one producer pushed them") {
  ClosableQueue<int> queue(3);
  const auto producer = in_a_thread([&] {
    for (int i = 0; i < 1'000; ++i) queue.push(i);
    queue.close();
  });
  int expected = 0;
  while (const std::optional<int> item = queue.pop()) {
    CHECK(*item == expected);
    ++expected;
  }
  CHECK(expected == 1'000);
}

TEST_CASE("pop waits until there is an item") {
  ClosableQueue<int> queue(1);
  auto popped = in_a_thread([&] { return queue.pop(); });
  CHECK(eventually([&] { return queue.waiting_consumers() == 1; }));
  queue.push(7);
  CHECK(popped.get() == 7);
}

TEST_CASE("push waits until there is room") {
  ClosableQueue<int> queue(1);
  queue.push(1);
  auto pushed = in_a_thread([&] { return queue.push(2); });
  CHECK(eventually([&] { return queue.waiting_producers() == 1; }));
  CHECK(queue.size() == 1);
  CHECK(queue.pop() == 1);
  CHECK(pushed.get());
  CHECK(queue.pop() == 2);
}

TEST_CASE("who waits sleeps and does not poll") {
  ClosableQueue<int> queue(1);
  std::optional<int> popped;
  ProbedCall consumer([&] { popped = queue.pop(); });
  CHECK(consumer.sleeps());
  queue.push(1);
  consumer.join();
  CHECK(popped == 1);

  queue.push(2);
  bool pushed = false;
  ProbedCall producer([&] { pushed = queue.push(3); });
  CHECK(producer.sleeps());
  CHECK(queue.pop() == 2);
  producer.join();
  CHECK(pushed);
}

TEST_CASE("close wakes every consumer that waits") {
  ClosableQueue<int> queue(1);
  std::vector<std::future<std::optional<int>>> consumers;
  for (int i = 0; i < 3; ++i) {
    consumers.push_back(in_a_thread([&] { return queue.pop(); }));
  }
  CHECK(eventually([&] { return queue.waiting_consumers() == 3; }));
  queue.close();
  for (auto& popped : consumers) CHECK(popped.get() == std::nullopt);
}

TEST_CASE("close wakes every producer that waits and refuses its item") {
  ClosableQueue<int> queue(1);
  queue.push(0);
  std::vector<std::future<bool>> producers;
  for (int i = 1; i <= 3; ++i) {
    producers.push_back(in_a_thread([&, i] { return queue.push(i); }));
  }
  CHECK(eventually([&] { return queue.waiting_producers() == 3; }));
  queue.close();
  for (auto& pushed : producers) CHECK_FALSE(pushed.get());
  CHECK(queue.pop() == 0);
  CHECK(queue.pop() == std::nullopt);
}

TEST_CASE("what is in the queue when it is closed can still be popped") {
  ClosableQueue<int> queue(2);
  queue.push(1);
  queue.push(2);
  CHECK_FALSE(queue.is_closed());
  queue.close();
  queue.close();  // once more changes nothing
  CHECK(queue.is_closed());
  CHECK_FALSE(queue.push(3));
  CHECK(queue.pop() == 1);
  CHECK(queue.pop() == 2);
  CHECK(queue.pop() == std::nullopt);
  CHECK(queue.pop() == std::nullopt);
}

TEST_CASE("the capacity is never exceeded") {
  ClosableQueue<int> queue(2);
  std::vector<std::jthread> producers;
  for (int i = 0; i < 4; ++i) {
    producers.emplace_back([&] {
      for (int n = 0; n < 500; ++n) queue.push(n);
    });
  }
  for (int i = 0; i < 4 * 500; ++i) {
    CHECK(queue.size() <= 2);
    queue.pop();
  }
}

TEST_CASE("a capacity of 0 is refused") {
  CHECK_THROWS_WITH_AS(ClosableQueue<int>(0), "a queue of capacity 0",
                       std::invalid_argument);
}

TEST_CASE("no item is lost or doubled between many producers and consumers") {
  constexpr int each = 1'000;
  ClosableQueue<int> queue(3);
  std::vector<std::future<std::vector<int>>> consumers;
  for (int i = 0; i < 4; ++i) {
    consumers.push_back(in_a_thread([&] {
      std::vector<int> items;
      for (const int item : queue) items.push_back(item);
      return items;
    }));
  }
  {
    std::vector<std::jthread> producers;
    for (int i = 0; i < 4; ++i) {
      producers.emplace_back([&, i] {
        for (int n = 0; n < each; ++n) queue.push(i * each + n);
      });
    }
  }
  queue.close();

  std::vector<int> all;
  for (auto& consumer : consumers) {
    const std::vector<int> items = consumer.get();
    all.insert(all.end(), items.begin(), items.end());
    // Of each producer's items, one consumer sees some, and those in order.
    std::vector<int> last(4, -1);
    for (const int item : items) {
      CHECK(item > last[item / each]);
      last[item / each] = item;
    }
  }
  std::ranges::sort(all);
  std::vector<int> expected(4 * each);
  std::iota(expected.begin(), expected.end(), 0);
  CHECK(all == expected);
}

TEST_CASE("items that can only be moved pass") {
  ClosableQueue<std::unique_ptr<int>> queue(1);
  queue.push(std::make_unique<int>(7));
  CHECK(**queue.pop() == 7);
}

TEST_CASE("join waits until every item is done") {
  ClosableQueue<int> queue(2);
  queue.join();  // nothing to wait for
  queue.push(1);
  queue.push(2);
  ProbedCall joiner([&] { queue.join(); });
  CHECK(joiner.sleeps());
  queue.pop();
  queue.pop();  // the queue is empty; nothing is done
  CHECK(joiner.sleeps());
  queue.task_done();
  CHECK(joiner.sleeps());
  queue.task_done();
  joiner.join();
}

TEST_CASE("an item cannot be done twice") {
  ClosableQueue<int> queue(1);
  queue.push(1);
  queue.pop();
  queue.task_done();
  CHECK_THROWS_WITH_AS(queue.task_done(),
                       "task_done: every item is done already",
                       std::logic_error);
}

TEST_CASE("in a range-for an item is done when the body has ended") {
  ClosableQueue<int> queue(3);
  for (int i = 1; i <= 3; ++i) queue.push(i);
  queue.close();
  int sum = 0;
  for (const int item : queue) sum += item;
  CHECK(sum == 6);
  queue.join();
}

TEST_CASE("in a range-for an item is done when the body breaks or throws") {
  ClosableQueue<int> queue(3);
  queue.push(1);
  for (const int item : queue) {
    CHECK(item == 1);
    break;
  }
  queue.join();

  queue.push(2);
  bool has_thrown = false;
  try {
    for (const int item : queue) throw std::runtime_error(std::to_string(item));
  } catch (const std::runtime_error&) {
    has_thrown = true;
  }
  CHECK(has_thrown);
  queue.join();
}

TEST_CASE("what an item owns is released before join returns") {
  ClosableQueue<std::shared_ptr<int>> queue(1);
  const auto owned = std::make_shared<int>(1);
  queue.push(owned);
  queue.close();
  const auto consumer = in_a_thread([&] {
    for (const auto& item : queue) CHECK(item == owned);
  });
  queue.join();
  CHECK(owned.use_count() == 1);
}
