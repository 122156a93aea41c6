#include <doctest/doctest.h>

#include <optional>
#include <thread>
#include <vector>

#include "interleave/doctest.hpp"
#include "job_queue.hpp"
#include "workbook/thread_probe.hpp"
#include "workbook/values_in_words.hpp"

namespace {

// The sum of all that a consumer gets until the end.
int drain(JobQueue& queue) {
  int sum = 0;
  while (const std::optional<int> job = queue.pop()) sum += *job;
  return sum;
}

int sum_of(const std::vector<int>& jobs) {
  int sum = 0;
  for (const int job : jobs) sum += job;
  return sum;
}

// What runs under every schedule.

void two_consumers_wait() {
  JobQueue queue(1);
  std::thread consumer_1([&] { CHECK(queue.pop() == std::nullopt); });
  std::thread consumer_2([&] { CHECK(queue.pop() == std::nullopt); });
  queue.close();
  consumer_1.join();
  consumer_2.join();
}

void two_producers_wait() {
  JobQueue queue(1);
  CHECK(queue.push(1));
  std::thread producer_1([&] { CHECK_FALSE(queue.push(2)); });
  std::thread producer_2([&] { CHECK_FALSE(queue.push(3)); });
  queue.close();
  producer_1.join();
  producer_2.join();
  CHECK(drain(queue) == 1);
}

void close_at_any_moment() {
  JobQueue queue(1);
  int taken = 0;
  int popped = 0;
  std::thread producer([&] {
    for (const int job : {1, 2}) {
      if (queue.push(job)) taken += job;
    }
  });
  std::thread consumer([&] { popped = drain(queue); });
  queue.close();
  producer.join();
  consumer.join();
  CHECK(popped == taken);
}

void stop_at_any_moment() {
  JobQueue queue(2);
  int taken = 0;
  int popped = 0;
  std::thread producer([&] {
    for (const int job : {1, 2, 4}) {
      if (queue.push(job)) taken += job;
    }
  });
  std::thread consumer([&] { popped = drain(queue); });
  const int returned = sum_of(queue.stop());
  producer.join();
  consumer.join();
  CHECK(popped + returned == taken);
  CHECK(queue.stop().empty());
}

void a_job_comes_while_it_stops() {
  JobQueue queue(2);
  int taken = 0;
  std::thread producer([&] {
    for (const int job : {1, 2}) {
      if (queue.push(job)) taken += job;
    }
  });
  const int returned = sum_of(queue.stop());
  CHECK(queue.pop() == std::nullopt);
  producer.join();
  CHECK(returned == taken);
}

void two_stop() {
  JobQueue queue(2);
  queue.push(1);
  queue.push(2);
  int first = 0;
  std::thread other([&] { first = sum_of(queue.stop()); });
  const int second = sum_of(queue.stop());
  other.join();
  CHECK(first + second == 3);
}

}  // namespace

TEST_CASE("close: what is in the queue can still be popped") {
  JobQueue queue(3);
  queue.push(1);
  queue.push(2);
  queue.close();
  queue.close();
  CHECK_FALSE(queue.push(3));
  CHECK(queue.pop() == 1);
  CHECK(queue.pop() == 2);
  CHECK(queue.pop() == std::nullopt);
  CHECK(queue.pop() == std::nullopt);
}

TEST_CASE("stop: what is in the queue comes back and nothing can be popped") {
  JobQueue queue(3);
  queue.push(1);
  queue.push(2);
  queue.push(3);
  CHECK(queue.pop() == 1);
  CHECK(queue.stop() == std::vector<int>{2, 3});
  CHECK(queue.pop() == std::nullopt);
  CHECK_FALSE(queue.push(4));
  CHECK(queue.stop().empty());
}

TEST_CASE("stop after close returns the rest") {
  JobQueue queue(3);
  queue.push(1);
  queue.push(2);
  queue.close();
  CHECK(queue.pop() == 1);
  CHECK(queue.stop() == std::vector<int>{2});
  CHECK(queue.pop() == std::nullopt);
}

TEST_CASE("stop of an empty queue returns nothing") {
  JobQueue queue(1);
  const std::vector<int> rest = queue.stop();
  CHECK(rest.empty());
  CHECK(queue.pop() == std::nullopt);
}

TEST_CASE("before the end a consumer sleeps until there is a job") {
  JobQueue queue(1);
  std::optional<int> popped;
  workbook::ProbedCall call([&] { popped = queue.pop(); });
  CHECK_MESSAGE(call.sleeps(),
                "it woke up again and again, or did not wait at all");
  CHECK(queue.push(1));
  call.join();
  CHECK(popped == 1);
}

TEST_CASE("before the end a producer sleeps until there is room") {
  JobQueue queue(1);
  CHECK(queue.push(1));
  bool pushed = false;
  workbook::ProbedCall call([&] { pushed = queue.push(2); });
  CHECK_MESSAGE(call.sleeps(),
                "it woke up again and again, or did not wait at all");
  CHECK(queue.pop() == 1);
  call.join();
  CHECK(pushed);
  CHECK(queue.pop() == 2);
}

TEST_CASE("every schedule: close wakes two consumers") {
  CHECK_INTERLEAVINGS(two_consumers_wait);
}

TEST_CASE("every schedule: close wakes two producers") {
  CHECK_INTERLEAVINGS(two_producers_wait);
}

TEST_CASE("every schedule: closed at any moment no job is lost") {
  CHECK_INTERLEAVINGS(close_at_any_moment);
}

TEST_CASE("every schedule: stopped at any moment no job is lost or doubled") {
  CHECK_INTERLEAVINGS(stop_at_any_moment);
}

TEST_CASE("every schedule: after stop nothing can be popped") {
  CHECK_INTERLEAVINGS(a_job_comes_while_it_stops);
}

TEST_CASE("every schedule: of two that stop each job goes to one") {
  CHECK_INTERLEAVINGS(two_stop);
}
