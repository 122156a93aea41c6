#include <doctest/doctest.h>

#include <stdexcept>
#include <thread>

#include "interleave/doctest.hpp"
#include "photo_queue.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/thread_probe.hpp"

namespace {

// What runs under every schedule. A photo is {number, bytes}.

void two_that_do_not_fit_together() {
  PhotoQueue queue(10);
  std::thread producer_1([&] { queue.push({1, 6}); });
  std::thread producer_2([&] { queue.push({2, 6}); });
  CHECK(queue.bytes() <= 10);
  int sum = queue.pop().number;
  CHECK(queue.bytes() <= 10);
  sum += queue.pop().number;
  CHECK(queue.bytes() == 0);
  CHECK(sum == 3);
  producer_1.join();
  producer_2.join();
}

void room_for_one_of_two() {
  PhotoQueue queue(10);
  queue.push({0, 10});
  std::thread producer_1([&] { queue.push({1, 6}); });
  std::thread producer_2([&] { queue.push({2, 6}); });
  CHECK(queue.pop().number == 0);
  CHECK(queue.bytes() <= 10);
  queue.pop();
  CHECK(queue.bytes() <= 10);
  producer_1.join();
  producer_2.join();
}

void room_for_two_of_two() {
  PhotoQueue queue(10);
  queue.push({0, 10});
  std::thread producer_1([&] { queue.push({1, 4}); });
  std::thread producer_2([&] { queue.push({2, 6}); });
  CHECK(queue.pop().number == 0);
  producer_1.join();
  producer_2.join();
  CHECK(queue.bytes() == 10);
}

void the_small_one_fits() {
  PhotoQueue queue(10);
  queue.push({0, 6});
  queue.push({1, 4});
  std::thread large([&] { queue.push({2, 10}); });
  std::thread small([&] { queue.push({3, 5}); });
  CHECK(queue.pop().number == 0);
  small.join();
  CHECK(queue.pop().number == 1);
  CHECK(queue.pop().number == 3);
  large.join();
  CHECK(queue.bytes() == 10);
}

void one_consumer_and_one_producer_wait() {
  PhotoQueue queue(1);
  std::thread consumer([&] {
    for (int photo = 1; photo <= 3; ++photo) CHECK(queue.pop().number == photo);
  });
  for (int photo = 1; photo <= 3; ++photo) queue.push({photo, 1});
  consumer.join();
}

void two_photos_for_two_consumers() {
  PhotoQueue queue(10);
  std::thread consumer_1([&] { queue.pop(); });
  std::thread consumer_2([&] { queue.pop(); });
  queue.push({1, 1});
  queue.push({2, 1});
  consumer_1.join();
  consumer_2.join();
  CHECK(queue.bytes() == 0);
}

void two_consumers_and_two_producers() {
  PhotoQueue queue(1);
  std::thread consumer_1([&] { queue.pop(); });
  std::thread consumer_2([&] { queue.pop(); });
  std::thread producer_1([&] { queue.push({1, 1}); });
  queue.push({2, 1});
  consumer_1.join();
  consumer_2.join();
  producer_1.join();
  CHECK(queue.bytes() == 0);
}

void in_no_time() {
  const workbook::Stopwatch stopwatch;
  the_small_one_fits();
  // The explorer's clock jumps when somebody waits for it, and else hardly
  // moves.
  if (workbook::exploring()) CHECK(stopwatch.seconds() < 0.001);
}

}  // namespace

TEST_CASE("photos leave in the order in which they came") {
  PhotoQueue queue(10);
  for (int photo = 1; photo <= 3; ++photo) queue.push({photo, 3});
  CHECK(queue.bytes() == 9);
  for (int photo = 1; photo <= 3; ++photo) CHECK(queue.pop().number == photo);
  CHECK(queue.bytes() == 0);
}

TEST_CASE("photos may fill the queue to its last byte") {
  PhotoQueue queue(10);
  queue.push({1, 6});
  queue.push({2, 4});
  CHECK(queue.bytes() == 10);
}

TEST_CASE("a photo that can never fit is refused") {
  PhotoQueue queue(10);
  CHECK_THROWS_AS(queue.push({1, 11}), std::invalid_argument);
  queue.push({2, 10});
  CHECK_THROWS_AS(queue.push({3, 11}), std::invalid_argument);
  CHECK(queue.bytes() == 10);
}

TEST_CASE("push sleeps until its photo fits") {
  PhotoQueue queue(10);
  queue.push({1, 3});
  queue.push({2, 6});
  workbook::ProbedCall producer([&] { queue.push({3, 5}); });
  CHECK_MESSAGE(producer.sleeps(),
                "it woke up again and again, or did not wait at all");
  CHECK(queue.pop().number == 1);  // makes 4 bytes of room: not enough
  CHECK_MESSAGE(producer.sleeps(),
                "it woke up again and again, or did not wait at all");
  CHECK(queue.bytes() == 6);
  CHECK(queue.pop().number == 2);
  producer.join();
  CHECK(queue.pop().number == 3);
}

TEST_CASE("pop sleeps until there is a photo") {
  PhotoQueue queue(10);
  int popped = 0;
  workbook::ProbedCall call([&] { popped = queue.pop().number; });
  CHECK_MESSAGE(call.sleeps(),
                "it woke up again and again, or did not wait at all");
  queue.push({7, 1});
  call.join();
  CHECK(popped == 7);
}

TEST_CASE("every schedule: two photos that do not fit together") {
  CHECK_INTERLEAVINGS(two_that_do_not_fit_together);
}

TEST_CASE("every schedule: there is room for one of two producers") {
  CHECK_INTERLEAVINGS(room_for_one_of_two);
}

TEST_CASE("every schedule: one pop makes room for two producers") {
  CHECK_INTERLEAVINGS(room_for_two_of_two);
}

TEST_CASE("every schedule: the small photo does not wait for the large one") {
  CHECK_INTERLEAVINGS(the_small_one_fits);
}

TEST_CASE("every schedule: producer and consumer take turns") {
  CHECK_INTERLEAVINGS(one_consumer_and_one_producer_wait);
}

TEST_CASE("every schedule: two consumers wait and two photos come") {
  CHECK_INTERLEAVINGS(two_photos_for_two_consumers);
}

TEST_CASE("every schedule: two producers and two consumers at one byte") {
  CHECK_INTERLEAVINGS(two_consumers_and_two_producers);
}

TEST_CASE("every schedule: what happens ends the wait and not a time limit") {
  CHECK_INTERLEAVINGS(in_no_time, workbook::ExploreOptions{.preemptions = 1});
}
