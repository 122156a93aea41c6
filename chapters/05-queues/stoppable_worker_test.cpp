#include "05-queues/stoppable_worker.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <future>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "workbook/eventually.hpp"
#include "workbook/thread_probe.hpp"

using namespace workbook;

TEST_CASE("a worker passes what its function returns on and in order") {
  ClosableQueue<int> in(2);
  ClosableQueue<std::string> out(10);
  StoppableWorker worker([](int item) { return std::to_string(item); }, in,
                         out);
  for (int i = 1; i <= 3; ++i) in.push(i);
  in.close();
  worker.join();
  CHECK(out.pop() == "1");
  CHECK(out.pop() == "2");
  CHECK(out.pop() == "3");
  CHECK(out.size() == 0);
  CHECK_FALSE(out.is_closed());
}

TEST_CASE("an exception costs one item and join throws the first of them") {
  ClosableQueue<int> in(1);
  std::vector<int> seen;
  StoppableWorker worker(
      [&](int item) {
        if (item < 0) throw std::runtime_error(std::to_string(item));
        seen.push_back(item);
      },
      in);
  for (const int item : {1, -2, 3, -4, 5}) CHECK(in.push(item));
  in.join();  // returns although the worker threw
  in.close();
  CHECK_THROWS_WITH_AS(worker.join(), "-2", std::runtime_error);
  CHECK(seen == std::vector<int>{1, 3, 5});
}

TEST_CASE("join of the queue waits for the item that a worker is at") {
  ClosableQueue<int> in(1);
  std::latch may_end(1);
  std::atomic<bool> has_ended = false;
  StoppableWorker worker(
      [&](int) {
        may_end.wait();
        has_ended = true;
      },
      in);
  in.push(1);
  bool had_ended = false;
  ProbedCall join([&] {
    in.join();
    had_ended = has_ended;
  });
  CHECK(join.sleeps());
  may_end.count_down();
  join.join();
  CHECK(had_ended);
  in.close();
  worker.join();
}

TEST_CASE("the workers of a stage work at the same time") {
  constexpr int count = 5;
  ClosableQueue<int> in(count);
  std::barrier all_are_here(count);  // only five at once get past it
  auto workers = start_workers(
      count, [&](int) { all_are_here.arrive_and_wait(); }, in);
  for (int i = 0; i < count; ++i) in.push(i);
  finish(in, workers);
}

TEST_CASE("three stages closed one after the other lose nothing") {
  constexpr int items = 1'000;
  ClosableQueue<int> first(4);
  ClosableQueue<int> second(4);
  ClosableQueue<int> third(4);
  ClosableQueue<int> done(items);
  const auto add_one = [](int item) { return item + 1; };
  auto threes = start_workers(3, add_one, first, second);
  auto fours = start_workers(4, add_one, second, third);
  auto fives = start_workers(5, add_one, third, done);
  for (int i = 0; i < items; ++i) first.push(i);
  finish(first, threes);
  finish(second, fours);
  finish(third, fives);
  done.close();

  std::vector<int> seen;
  for (const int item : done) seen.push_back(item);
  std::ranges::sort(seen);
  REQUIRE(seen.size() == items);
  for (int i = 0; i < items; ++i) CHECK(seen[i] == i + 3);
}

TEST_CASE("finish throws the first exception after all workers have ended") {
  ClosableQueue<int> in(4);
  std::atomic<int> good = 0;
  auto workers = start_workers(
      3,
      [&](int item) {
        if (item == 2) throw std::runtime_error("item 2");
        ++good;
      },
      in);
  for (int i = 0; i < 8; ++i) in.push(i);
  CHECK_THROWS_WITH_AS(finish(in, workers), "item 2", std::runtime_error);
  CHECK(good == 7);
}

TEST_CASE("a worker that is destroyed without join gives up and ends") {
  ClosableQueue<int> in(8);
  ClosableQueue<int> out(1);
  std::atomic<int> calls = 0;
  for (int i = 0; i < 8; ++i) in.push(i);
  {
    const StoppableWorker worker(
        [&](int item) {
          ++calls;
          return item;
        },
        in, out);
    CHECK(eventually([&] { return out.waiting_producers() == 1; }));
  }  // it waited for room in `out`, which nobody makes
  CHECK(calls == 2);
  CHECK(in.is_closed());
  CHECK(out.is_closed());
  in.join();  // what was dropped counts as done
  CHECK(out.pop() == 0);
  CHECK(out.pop() == std::nullopt);
}

TEST_CASE("a worker that is destroyed while it waits for items ends") {
  ClosableQueue<int> in(1);
  {
    const StoppableWorker worker([](int) {}, in);
    CHECK(eventually([&] { return in.waiting_consumers() == 1; }));
  }
  CHECK_FALSE(in.push(1));
}

TEST_CASE("when nobody wants the results any more the producer learns of it") {
  ClosableQueue<int> in(1);
  ClosableQueue<int> out(1);
  StoppableWorker worker([](int item) { return item; }, in, out);
  out.close();
  CHECK(eventually([&] { return !in.push(1); }));
  worker.join();
}

TEST_CASE("a worker can be moved while it works") {
  ClosableQueue<int> in(1);
  StoppableWorker worker([](int) { throw std::runtime_error("kept"); }, in);
  in.push(1);
  in.join();
  StoppableWorker moved(std::move(worker));
  in.close();
  CHECK_THROWS_WITH(moved.join(), "kept");
}

TEST_CASE("a worker that waits does not poll") {
  ClosableQueue<int> in(1);
  std::promise<pid_t> id;
  StoppableWorker worker([&](int) { id.set_value(this_thread_id()); }, in);
  in.push(1);
  CHECK(sleeps(id.get_future().get()));
  in.close();
  worker.join();
}
