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
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "deliver.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/values_in_words.hpp"

using namespace std::chrono_literals;

namespace {

using Strings = std::vector<std::string>;

struct NoAnswer : std::runtime_error {
  explicit NoAnswer(int count)
      : std::runtime_error("no answer"), tries(count) {}
  int tries;
};

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
                     } catch (const NoAnswer& thrown) {
                       caught =
                           "no answer to try " + std::to_string(thrown.tries);
                     } catch (const std::exception& thrown) {
                       caught = thrown.what();
                     } catch (int number) {
                       caught = "the number " + std::to_string(number);
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

TEST_CASE("each line has three tries of its own") {
  Delivery delivery;
  std::map<std::string, int> failures = {{"a", 2}, {"b", 2}};
  delivery.send = [&](const std::string& line) {
    if (failures[line]-- > 0) throw std::runtime_error("no answer");
  };
  CHECK(delivery.run({"a", "b"}).empty());
  CHECK(delivery.notes == Strings{"again: a", "again: a", "sent: a", "again: b",
                                  "again: b", "sent: b"});
}

TEST_CASE("the exception of the last try comes out and not its text") {
  Delivery delivery;
  int tries = 0;
  delivery.send = [&](const std::string&) { throw NoAnswer(++tries); };
  CHECK(delivery.run({"a"}) == "no answer to try 3");
}

TEST_CASE("there is no pause after the last try") {
  Delivery delivery;
  bool is_over = false;
  int tries = 0;
  delivery.send = [&](const std::string&) {
    if (++tries == most_tries) delivery.loop.stop();
    throw NoAnswer(tries);
  };
  asio::co_spawn(
      delivery.loop,
      deliver(delivery.pool, {"a"}, delivery.send, delivery.note, 100ms),
      [&](const std::exception_ptr&) { is_over = true; });
  delivery.loop.run();
  delivery.pool.join();  // now the loop has heard of the last try
  delivery.loop.restart();
  delivery.loop.poll();  // only what needs no time
  CHECK(is_over);
}

TEST_CASE("no line is sent after one that failed for good") {
  Delivery delivery;
  Strings tried;
  delivery.send = [&](const std::string& line) {
    tried.push_back(line);
    if (line == "b") throw std::runtime_error("no answer for b");
  };
  CHECK(delivery.run({"a", "b", "c"}) == "no answer for b");
  CHECK(tried == Strings{"a", "b", "b", "b"});
}

TEST_CASE("only a std::exception is tried again") {
  Delivery delivery;
  int tries = 0;
  delivery.send = [&](const std::string&) {
    ++tries;
    throw 42;
  };
  CHECK(delivery.run({"a"}) == "the number 42");
  CHECK(tries == 1);
}

TEST_CASE("a line is not sent again because its note failed") {
  Delivery delivery;
  delivery.note = [&](const std::string& what) {
    throw std::runtime_error("no room to note " + what);
  };
  CHECK(delivery.run({"a"}) == "no room to note sent: a");
  CHECK(delivery.sent == Strings{"a"});
}
