#include <doctest/doctest.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/thread_pool.hpp>
#include <atomic>
#include <chrono>
#include <exception>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "deliver.hpp"
#include "workbook/stopwatch.hpp"

using namespace std::chrono_literals;

namespace {

using Strings = std::vector<std::string>;

// A loop in the thread of the test, a pool of one thread, and a collector that
// fails a number of times.
struct Delivery {
  asio::io_context loop;
  asio::thread_pool pool{1};
  std::atomic<int> failures = 0;  // to come
  Strings sent = {};              // by the one thread of the pool
  Strings notes = {};
  std::atomic<int> sent_elsewhere = 0;
  std::atomic<int> noted_elsewhere = 0;
  const std::thread::id here = std::this_thread::get_id();

  Send send = [this](const std::string& line) {
    if (!pool.get_executor().running_in_this_thread()) {
      ++sent_elsewhere;
      return;
    }
    if (failures > 0) {
      --failures;
      throw std::runtime_error("no answer for " + line);
    }
    sent.push_back(line);
  };
  Note note = [this](const std::string& what) {
    if (std::this_thread::get_id() != here)
      ++noted_elsewhere;
    else
      notes.push_back(what);
  };

  // The text of the exception that came out, or nothing.
  std::string run(Strings lines, std::chrono::nanoseconds pause = 0s) {
    std::string caught;
    asio::co_spawn(loop, deliver(pool, std::move(lines), send, note, pause),
                   [&](const std::exception_ptr& error) {
                     try {
                       if (error) std::rethrow_exception(error);
                     } catch (const std::exception& thrown) {
                       caught = thrown.what();
                     }
                   });
    loop.run();
    pool.join();
    return caught;
  }
};

}  // namespace

TEST_CASE("lines are sent in a thread of the pool") {
  Delivery delivery;
  CHECK(delivery.run({"a", "b", "c"}).empty());
  CHECK(delivery.sent_elsewhere == 0);
  CHECK(delivery.sent == Strings{"a", "b", "c"});
}

TEST_CASE("notes are made in the thread of the loop") {
  Delivery delivery;
  CHECK(delivery.run({"a", "b"}).empty());
  CHECK(delivery.noted_elsewhere == 0);
  CHECK(delivery.notes == Strings{"sent: a", "sent: b"});
}

TEST_CASE("a line that failed is tried again after a pause") {
  Delivery delivery;
  delivery.failures = 2;
  const workbook::Stopwatch stopwatch;
  CHECK(delivery.run({"a", "b"}, 10ms).empty());
  CHECK(stopwatch.elapsed() >= 20ms);
  CHECK(delivery.sent == Strings{"a", "b"});
  CHECK(delivery.notes ==
        Strings{"again: a", "again: a", "sent: a", "sent: b"});
}

TEST_CASE("what the last try threw comes out") {
  Delivery delivery;
  delivery.failures = 3;
  CHECK(delivery.run({"a", "b"}, 1ms) == "no answer for a");
  CHECK(delivery.sent.empty());
  CHECK(delivery.notes == Strings{"again: a", "again: a"});
}

TEST_CASE("the loop goes on while a line is sent") {
  Delivery delivery;
  std::latch handled(1);
  delivery.send = [&](const std::string&) {
    if (std::this_thread::get_id() == delivery.here) return;
    asio::post(delivery.loop, [&] { handled.count_down(); });
    handled.wait();
  };
  CHECK(delivery.run({"a"}).empty());
}

TEST_CASE("a pause holds up nobody else") {
  Delivery delivery;
  delivery.failures = 1;
  const auto ignore = [](const std::exception_ptr&) {};
  asio::co_spawn(
      delivery.loop,
      deliver(delivery.pool, {"late"}, delivery.send, delivery.note, 1h),
      ignore);
  asio::co_spawn(
      delivery.loop,
      deliver(delivery.pool, {"a", "b"}, delivery.send, delivery.note, 1h),
      [&](const std::exception_ptr&) { delivery.loop.stop(); });
  delivery.loop.run();
  CHECK(delivery.sent == Strings{"a", "b"});
  CHECK(delivery.notes == Strings{"again: late", "sent: a", "sent: b"});
}
