// The queues, step by step to ClosableQueue, under every schedule. With no
// pauses, who waits sleeps at once, and the schedules are about sleeping and
// waking rather than about looking again.

#include <array>
#include <thread>

#include "05-queues/blocking_queue.hpp"
#include "05-queues/bounded_queue.hpp"
#include "05-queues/closable_queue.hpp"
#include "05-queues/forgetful_queue.hpp"
#include "05-queues/joinable_queue.hpp"
#include "05-queues/quiet_queue.hpp"
#include "interleave/doctest.hpp"

using namespace workbook;

namespace {

// Two producers, two consumers, one item each.
template <typename Queue>
void two_and_two(Queue& queue) {
  std::array<int, 2> popped{};
  std::thread producer_1([&] { queue.push(1); });
  std::thread producer_2([&] { queue.push(2); });
  std::thread consumer_1([&] { popped[0] = queue.pop(); });
  std::thread consumer_2([&] { popped[1] = queue.pop(); });
  producer_1.join();
  producer_2.join();
  consumer_1.join();
  consumer_2.join();
  CHECK(popped[0] + popped[1] == 3);
}

// One producer that brings two items at once for two consumers.
template <typename Queue>
void two_wait_and_two_come(Queue& queue) {
  std::thread consumer_1([&] { queue.pop(); });
  std::thread consumer_2([&] { queue.pop(); });
  queue.push(1);
  queue.push(2);
  consumer_1.join();
  consumer_2.join();
}

// One consumer that makes room for two producers at once.
template <typename Queue>
void two_wait_and_two_go(Queue& queue) {  // of capacity 2
  queue.push(1);
  queue.push(2);
  std::thread producer_1([&] { queue.push(3); });
  std::thread producer_2([&] { queue.push(4); });
  queue.pop();
  queue.pop();
  producer_1.join();
  producer_2.join();
}

// In both, a wake-up that is not passed on is lost.
template <typename Queue>
void check_that_it_is_passed_on() {
  CHECK_INTERLEAVINGS([] {
    Queue queue(2, Waiters::no_pauses);
    two_wait_and_two_come(queue);
  });
  CHECK_INTERLEAVINGS([] {
    Queue queue(2, Waiters::no_pauses);
    two_wait_and_two_go(queue);
  });
}

}  // namespace

TEST_CASE("BlockingQueue loses no item and no wake-up") {
  CHECK_INTERLEAVINGS([] {
    BlockingQueue<int> queue;
    two_and_two(queue);
  });
}

TEST_CASE("BoundedQueue loses no item and no wake-up at capacity 1") {
  CHECK_INTERLEAVINGS([] {
    BoundedQueue<int> queue(1);
    two_and_two(queue);
  });
}

TEST_CASE("QuietQueue loses no item and no wake-up at capacity 1") {
  CHECK_INTERLEAVINGS([] {
    QuietQueue<int> queue(1, Waiters::no_pauses);
    two_and_two(queue);
  });
}

TEST_CASE("QuietQueue loses no item and no wake-up at capacity 2") {
  CHECK_INTERLEAVINGS([] {
    QuietQueue<int> queue(2, Waiters::no_pauses);
    two_and_two(queue);
  });
}

TEST_CASE("QuietQueue loses neither when who waits looks again") {
  CHECK_INTERLEAVINGS([] {
    QuietQueue<int> queue(1, 1);
    two_and_two(queue);
  });
}

TEST_CASE("a spurious wake-up does QuietQueue no harm") {
  CHECK_INTERLEAVINGS(
      [] {
        QuietQueue<int> queue(2, Waiters::no_pauses);
        two_wait_and_two_come(queue);
      },
      ExploreOptions{.spurious_wakeups = true});
}

TEST_CASE("JoinableQueue loses no item and no wake-up at capacity 1") {
  CHECK_INTERLEAVINGS([] {
    JoinableQueue<int> queue(1, Waiters::no_pauses);
    two_and_two(queue);
  });
}

TEST_CASE("QuietQueue passes the wake-up on") {
  check_that_it_is_passed_on<QuietQueue<int>>();
}

TEST_CASE("JoinableQueue passes the wake-up on") {
  check_that_it_is_passed_on<JoinableQueue<int>>();
}

TEST_CASE("ClosableQueue passes the wake-up on") {
  check_that_it_is_passed_on<ClosableQueue<int>>();
}

TEST_CASE("JoinableQueue: join waits until both items are done") {
  CHECK_INTERLEAVINGS([] {
    JoinableQueue<int> queue(1, Waiters::no_pauses);
    int done = 0;
    std::thread worker([&] {
      for (int i = 0; i < 2; ++i) {
        queue.pop();
        ++done;
        queue.task_done();
      }
    });
    queue.push(1);
    queue.push(2);
    queue.join();
    CHECK(done == 2);  // and no race: join comes after task_done
    worker.join();
  });
}

TEST_CASE("a wake-up that is not passed on is lost") {
  CHECK_INTERLEAVINGS_FIND(Outcome::lost_wakeup, [] {
    ForgetfulQueue<int> queue(2);
    two_wait_and_two_come(queue);
  });
}
