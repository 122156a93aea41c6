#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <future>
#include <latch>
#include <optional>
#include <thread>
#include <vector>

#include "05-queues/closable_queue.hpp"
#include "in_order.hpp"
#include "interleave/doctest.hpp"
#include "workbook/thread_probe.hpp"
#include "workbook/values_in_words.hpp"

using workbook::ClosableQueue;

namespace {

// Who waits sleeps at once, so that the schedules are about the workers.
struct Queue : ClosableQueue<int> {
  explicit Queue(std::size_t capacity)
      : ClosableQueue(capacity, workbook::Waiters::no_pauses) {}
};

// Puts 1 to `count` into the queue, and closes it.
void fill(ClosableQueue<int>& queue, int count) {
  for (int item = 1; item <= count; ++item) queue.push(item);
  queue.close();
}

int add_ten(int item) { return item + 10; }

void check_results(ClosableQueue<int>& out, int count) {
  for (int item = 1; item <= count; ++item) CHECK(out.pop() == item + 10);
  CHECK(out.size() == 0);
}

// What runs under every schedule.

void two_workers() {
  Queue in(3);
  Queue out(3);
  fill(in, 3);
  in_order(2, add_ten, in, out);
  check_results(out, 3);
}

// A call can only return when there are three at once.
void three_workers() {
  Queue in(3);
  Queue out(3);
  fill(in, 3);
  std::latch three(3);
  const auto add_ten_together = [&](int item) {
    three.arrive_and_wait();
    return add_ten(item);
  };
  in_order(3, add_ten_together, in, out);
  check_results(out, 3);
}

void one_after_the_other() {
  Queue in(1);
  Queue out(1);
  std::thread stage([&] { in_order(2, add_ten, in, out); });
  for (int item = 1; item <= 2; ++item) {
    in.push(item);
    CHECK(out.pop() == item + 10);
  }
  in.close();
  stage.join();
}

void room_for_one_result() {
  Queue in(2);
  Queue out(1);
  fill(in, 2);
  std::thread consumer([&] { check_results(out, 2); });
  in_order(2, add_ten, in, out);
  consumer.join();
}

}  // namespace

TEST_CASE("two workers work at the same time") {
  Queue in(4);
  Queue out(4);
  fill(in, 4);
  // Only two at once get past a latch, and each two have one.
  std::array<std::latch, 2> both_are_here = {std::latch(2), std::latch(2)};
  std::atomic<std::size_t> arrived = 0;
  const auto add_ten_together = [&](int item) {
    both_are_here.at(arrived++ / 2).arrive_and_wait();
    return add_ten(item);
  };
  in_order(2, add_ten_together, in, out);
  check_results(out, 4);
}

TEST_CASE("the results come in the order of the items") {
  Queue in(2);
  Queue out(2);
  fill(in, 2);
  std::latch second_is_ready(1);
  const auto second_first = [&](int item) {
    if (item == 1) second_is_ready.wait();
    if (item == 2) second_is_ready.count_down();
    return add_ten(item);
  };
  in_order(2, second_first, in, out);
  CHECK_FALSE(out.is_closed());
  check_results(out, 2);
}

TEST_CASE("an empty queue gives no results") {
  Queue in(1);
  Queue out(1);
  in.close();
  in_order(3, add_ten, in, out);
  CHECK(out.size() == 0);
}

TEST_CASE("one worker does too") {
  Queue in(3);
  Queue out(3);
  fill(in, 3);
  in_order(1, add_ten, in, out);
  check_results(out, 3);
}

TEST_CASE("every schedule: two workers keep the order of three items") {
  CHECK_INTERLEAVINGS(two_workers);
}

TEST_CASE("every schedule: three workers and nobody is forgotten") {
  CHECK_INTERLEAVINGS(three_workers,
                      workbook::ExploreOptions{.preemptions = 1});
}

TEST_CASE("every schedule: two workers and room for one result") {
  CHECK_INTERLEAVINGS(room_for_one_result);
}

TEST_CASE("every schedule: a result does not wait for the next item") {
  CHECK_INTERLEAVINGS(one_after_the_other,
                      workbook::ExploreOptions{.preemptions = 1});
}

TEST_CASE("a worker whose result is not next sleeps until it is") {
  Queue in(2);
  Queue out(2);
  fill(in, 2);
  std::promise<pid_t> second;
  std::latch first_may_end(1);
  const auto second_first = [&](int item) {
    if (item == 1) first_may_end.wait();
    if (item == 2) second.set_value(workbook::this_thread_id());
    return add_ten(item);
  };
  const std::jthread stage([&] { in_order(2, second_first, in, out); });
  CHECK_MESSAGE(workbook::sleeps(second.get_future().get()),
                "it woke up again and again, or did not wait at all");
  CHECK(out.size() == 0);
  first_may_end.count_down();
  check_results(out, 2);
}
