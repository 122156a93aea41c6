// ClosableQueue under every schedule. Mostly with no pauses: who waits sleeps
// at once, and the schedules are about sleeping and waking rather than about
// looking again.

#include <array>
#include <stdexcept>
#include <thread>

#include "05-queues/closable_queue.hpp"
#include "interleave/doctest.hpp"

using namespace workbook;

namespace {

// With this many preemptions allowed there are no schedules beyond those with
// one less: these are all that there are.
constexpr ExploreOptions all_schedules{.preemptions = 4};

// What a consumer popped, until the queue was closed and drained.
struct Popped {
  int count = 0;
  int sum = 0;
};

Popped drain(ClosableQueue<int>& queue) {
  Popped popped;
  while (const std::optional<int> item = queue.pop()) {
    ++popped.count;
    popped.sum += *item;
  }
  return popped;
}

void two_producers_two_consumers(int pauses) {
  ClosableQueue<int> queue(1, pauses);
  Popped first;
  Popped second;
  std::thread producer_1([&] { CHECK(queue.push(1)); });
  std::thread producer_2([&] { CHECK(queue.push(2)); });
  std::thread consumer_1([&] { first = drain(queue); });
  std::thread consumer_2([&] { second = drain(queue); });
  producer_1.join();
  producer_2.join();
  queue.close();
  consumer_1.join();
  consumer_2.join();
  CHECK(first.count + second.count == 2);
  CHECK(first.sum + second.sum == 3);
}

}  // namespace

TEST_CASE("2 producers and 2 consumers: each item arrives once and all end") {
  CHECK_INTERLEAVINGS([] { two_producers_two_consumers(Waiters::no_pauses); },
                      all_schedules);
}

TEST_CASE("the same when who waits looks again before it sleeps") {
  CHECK_INTERLEAVINGS([] { two_producers_two_consumers(1); });
}

TEST_CASE("the same when a wait may end for no reason") {
  CHECK_INTERLEAVINGS(
      [] { two_producers_two_consumers(Waiters::no_pauses); },
      ExploreOptions{.preemptions = 1, .spurious_wakeups = true});
}

TEST_CASE("closed at any moment: what push took arrives and all end") {
  CHECK_INTERLEAVINGS(
      [] {
        ClosableQueue<int> queue(1, Waiters::no_pauses);
        std::array<bool, 2> is_taken{};
        std::array<Popped, 2> popped;
        std::thread producer_1([&] { is_taken[0] = queue.push(1); });
        std::thread producer_2([&] { is_taken[1] = queue.push(1); });
        std::thread consumer_1([&] { popped[0] = drain(queue); });
        std::thread consumer_2([&] { popped[1] = drain(queue); });
        queue.close();
        producer_1.join();
        producer_2.join();
        consumer_1.join();
        consumer_2.join();
        CHECK(popped[0].sum + popped[1].sum == is_taken[0] + is_taken[1]);
        CHECK(queue.size() == 0);
      },
      all_schedules);
}

TEST_CASE("two items from each of two producers arrive in their order") {
  CHECK_INTERLEAVINGS(
      [] {
        ClosableQueue<int> queue(1, Waiters::no_pauses);
        std::thread producer_1([&] {
          queue.push(1);
          queue.push(2);
        });
        std::thread producer_2([&] {
          queue.push(11);
          queue.push(12);
        });
        int last = 0;
        int last_of_second = 10;
        for (int i = 0; i < 4; ++i) {
          const int item = *queue.pop();
          int& before = item < 10 ? last : last_of_second;
          CHECK(item == before + 1);
          before = item;
        }
        producer_1.join();
        producer_2.join();
      },
      all_schedules);
}

TEST_CASE("close wakes a producer and two consumers that wait") {
  CHECK_INTERLEAVINGS(
      [] {
        ClosableQueue<int> empty(1, Waiters::no_pauses);
        ClosableQueue<int> full(1, Waiters::no_pauses);
        full.push(0);
        std::thread producer([&] { CHECK_FALSE(full.push(1)); });
        std::thread consumer_1([&] { CHECK(empty.pop() == std::nullopt); });
        std::thread consumer_2([&] { CHECK(empty.pop() == std::nullopt); });
        full.close();
        empty.close();
        producer.join();
        consumer_1.join();
        consumer_2.join();
      },
      all_schedules);
}

TEST_CASE("join waits until both workers are done, one of which throws") {
  CHECK_INTERLEAVINGS(
      [] {
        ClosableQueue<int> queue(2, Waiters::no_pauses);
        std::array<int, 2> begun{};
        const auto work = [&](std::size_t worker) {
          try {
            for (const int item : queue) {
              begun[worker] += item;
              if (item == 2) throw std::runtime_error("two");
            }
          } catch (const std::runtime_error&) {
            // The queue has been told: the item is done.
          }
        };
        queue.push(1);
        queue.push(2);
        queue.close();
        std::thread worker_1(work, 0);
        std::thread worker_2(work, 1);
        queue.join();
        CHECK(begun[0] + begun[1] == 3);  // read without a race
        worker_1.join();
        worker_2.join();
      },
      all_schedules);
}
