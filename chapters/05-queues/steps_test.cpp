// The queues on the way to ClosableQueue.

#include <doctest/doctest.h>

#include <stdexcept>
#include <thread>
#include <vector>

#include "05-queues/blocking_queue.hpp"
#include "05-queues/bounded_queue.hpp"
#include "05-queues/joinable_queue.hpp"
#include "05-queues/polling_queue.hpp"
#include "05-queues/polling_worker.hpp"
#include "05-queues/quiet_queue.hpp"
#include "workbook/eventually.hpp"
#include "workbook/thread_probe.hpp"

using namespace workbook;

namespace {

template <typename Queue>
void check_that_pop_waits(Queue& queue) {
  int popped = 0;
  {
    const ProbedCall call([&] { popped = queue.pop(); });
    CHECK(call.sleeps());
    queue.push(7);
  }
  CHECK(popped == 7);
}

template <typename Queue>
void check_that_push_waits(Queue& queue) {  // of capacity 2
  queue.push(1);
  queue.push(2);
  {
    const ProbedCall call([&] { queue.push(3); });
    CHECK(call.sleeps());
    CHECK(queue.pop() == 1);
  }
  CHECK(queue.pop() == 2);
  CHECK(queue.pop() == 3);
}

// Four producers, four consumers; each consumer sees the items of one producer
// in order, and together they see each item once.
template <typename Queue>
void check_that_all_arrive_in_order(Queue& queue) {
  constexpr int threads = 4;
  constexpr int each = 500;
  std::vector<std::vector<int>> seen(threads);
  {
    std::vector<std::jthread> all;
    for (int i = 0; i < threads; ++i) {
      all.emplace_back([&, i] {
        for (int n = 0; n < each; ++n) queue.push(i * each + n);
      });
      all.emplace_back([&, i] {
        for (int n = 0; n < each; ++n) seen[i].push_back(queue.pop());
      });
    }
  }
  std::vector<int> times(threads * each, 0);
  for (const std::vector<int>& items : seen) {
    std::vector<int> last(threads, -1);
    for (const int item : items) {
      CHECK(item > last[item / each]);
      last[item / each] = item;
      ++times[item];
    }
  }
  CHECK(times == std::vector<int>(threads * each, 1));
}

}  // namespace

TEST_CASE("a polling queue keeps the order and says when it is empty") {
  PollingQueue<int> queue;
  queue.push(1);
  queue.push(2);
  CHECK(queue.size() == 2);
  CHECK(queue.try_pop() == 1);
  CHECK(queue.try_pop() == 2);
  CHECK(queue.try_pop() == std::nullopt);
}

TEST_CASE("a polling worker goes on looking when there is nothing to do") {
  PollingQueue<int> in;
  PollingQueue<int> out;
  const PollingWorker worker([](int item) { return 2 * item; }, in, out);
  in.push(21);
  CHECK(eventually([&] { return out.size() == 1; }));
  CHECK(out.try_pop() == 42);
  const long polls = worker.polls();
  CHECK(eventually([&] { return worker.polls() > polls + 100; }));
  CHECK(worker.items() == 1);
  CHECK(worker.idle_seconds() > 0);
}

TEST_CASE("BlockingQueue: pop sleeps until there is an item") {
  BlockingQueue<int> queue;
  check_that_pop_waits(queue);
}

TEST_CASE("BlockingQueue: all items arrive once and in order") {
  BlockingQueue<int> queue;
  check_that_all_arrive_in_order(queue);
  CHECK(queue.size() == 0);
}

TEST_CASE("BoundedQueue: pop sleeps while it is empty and push while full") {
  BoundedQueue<int> queue(2);
  check_that_pop_waits(queue);
  check_that_push_waits(queue);
}

TEST_CASE("BoundedQueue: all items arrive once and in order") {
  BoundedQueue<int> queue(3);
  check_that_all_arrive_in_order(queue);
  CHECK(queue.size() == 0);
}

TEST_CASE("QuietQueue: pop sleeps while it is empty and push while full") {
  QuietQueue<int> queue(2);
  check_that_pop_waits(queue);
  check_that_push_waits(queue);
}

TEST_CASE("QuietQueue: all items arrive once and in order") {
  QuietQueue<int> queue(3);
  check_that_all_arrive_in_order(queue);
  CHECK(queue.size() == 0);
}

TEST_CASE("JoinableQueue: pop sleeps while it is empty and push while full") {
  JoinableQueue<int> queue(2);
  check_that_pop_waits(queue);
  check_that_push_waits(queue);
}

TEST_CASE("JoinableQueue: all items arrive once and in order") {
  JoinableQueue<int> queue(3);
  check_that_all_arrive_in_order(queue);
}

TEST_CASE("JoinableQueue: join sleeps until each popped item is done") {
  JoinableQueue<int> queue(2);
  queue.push(1);
  queue.push(2);
  const ProbedCall call([&] { queue.join(); });
  CHECK(queue.pop() == 1);
  CHECK(queue.pop() == 2);
  queue.task_done();
  CHECK(call.sleeps());
  queue.task_done();
  CHECK_THROWS_AS(queue.task_done(), std::logic_error);
}
