#include <doctest/doctest.h>

#include <thread>
#include <utility>

#include "interleave/doctest.hpp"
#include "parts_queue.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/thread_probe.hpp"
#include "workbook/values_in_words.hpp"

namespace {

using Pair = std::pair<int, int>;

// What runs under every schedule.

void two_pops() {
  PartsQueue queue;
  int first = 0;
  int second = 0;
  std::thread machine_1([&] { first = queue.pop(); });
  std::thread machine_2([&] { second = queue.pop(); });
  queue.push(1);
  queue.push(2);
  machine_1.join();
  machine_2.join();
  CHECK(first + second == 3);
}

void a_pop_and_a_pair() {
  PartsQueue queue;
  int one = 0;
  Pair two;
  std::thread machine_1([&] { one = queue.pop(); });
  std::thread machine_2([&] { two = queue.pop_pair(); });
  queue.push(1);
  machine_1.join();
  queue.push(2);
  queue.push(3);
  machine_2.join();
  CHECK(one == 1);
  CHECK(two == Pair{2, 3});
}

void two_pairs() {
  PartsQueue queue;
  Pair first;
  Pair second;
  std::thread machine_1([&] { first = queue.pop_pair(); });
  std::thread machine_2([&] { second = queue.pop_pair(); });
  for (int part = 1; part <= 4; ++part) queue.push(part);
  machine_1.join();
  machine_2.join();
  CHECK(first.second == first.first + 1);
  CHECK(second.second == second.first + 1);
  CHECK(first.first != second.first);
}

void in_no_time() {
  const workbook::Stopwatch stopwatch;
  a_pop_and_a_pair();
  // The explorer's clock jumps when somebody waits for it, and else hardly
  // moves.
  if (workbook::exploring()) CHECK(stopwatch.seconds() < 0.001);
}

}  // namespace

TEST_CASE("parts leave in the order in which they came") {
  PartsQueue queue;
  for (int part = 1; part <= 4; ++part) queue.push(part);
  CHECK(queue.pop() == 1);
  CHECK(queue.pop_pair() == Pair{2, 3});
  CHECK(queue.pop() == 4);
}

TEST_CASE("pop sleeps until there is a part") {
  PartsQueue queue;
  int popped = 0;
  workbook::ProbedCall call([&] { popped = queue.pop(); });
  CHECK_MESSAGE(call.sleeps(),
                "it woke up again and again, or did not wait at all");
  queue.push(7);
  call.join();
  CHECK(popped == 7);
}

TEST_CASE("pop_pair sleeps until there is a second part") {
  PartsQueue queue;
  queue.push(1);
  Pair popped;
  workbook::ProbedCall call([&] { popped = queue.pop_pair(); });
  CHECK_MESSAGE(call.sleeps(),
                "it woke up again and again, or did not wait at all");
  queue.push(2);
  call.join();
  CHECK(popped == Pair{1, 2});
}

TEST_CASE("every schedule: two pops get the two parts") {
  CHECK_INTERLEAVINGS(two_pops);
}

TEST_CASE("every schedule: a single part goes to the one that can use it") {
  CHECK_INTERLEAVINGS(a_pop_and_a_pair);
}

TEST_CASE("every schedule: a pair came one after the other") {
  CHECK_INTERLEAVINGS(two_pairs);
}

TEST_CASE("every schedule: a push ends the wait and not a time limit") {
  CHECK_INTERLEAVINGS(in_no_time, workbook::ExploreOptions{.preemptions = 1});
}
