#include <doctest/doctest.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/thread_pool.hpp>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "run_in_pool.hpp"
#include "workbook/thread_probe.hpp"

namespace {

using asio::awaitable;

// A loop that runs in the thread of the test, and a pool.
struct Place {
  const std::thread::id here = std::this_thread::get_id();
  const pid_t loop_thread = workbook::this_thread_id();
  asio::io_context loop;
  asio::thread_pool pool{2};

  bool is_here() const { return std::this_thread::get_id() == here; }
  bool is_in_the_pool() { return pool.get_executor().running_in_this_thread(); }
  void run(awaitable<void> coroutine) {
    asio::co_spawn(loop, std::move(coroutine), asio::detached);
    loop.run();
    pool.join();
  }
};

template <typename F>
awaitable<void> await(Place& place, F function, bool& is_back) {
  co_await run_in_pool(place.pool, std::move(function));
  is_back = place.is_here();
}

awaitable<void> fail(Place& place, std::string& caught, bool& is_back) {
  const auto function = [] { throw std::runtime_error("no such disk"); };
  try {
    co_await run_in_pool(place.pool, function);
  } catch (const std::runtime_error& error) {
    caught = error.what();
  }
  is_back = place.is_here();
}

// A result without a default, and that can only be moved.
struct Piece {
  explicit Piece(int bytes) : size(std::make_unique<int>(bytes)) {}
  std::unique_ptr<int> size;
};

awaitable<void> fetch(Place& place, int& size) {
  auto function = [bytes = std::make_unique<int>(42)] { return Piece(*bytes); };
  const Piece piece = co_await run_in_pool(place.pool, std::move(function));
  size = *piece.size;
}

}  // namespace

TEST_CASE("the function is called in a thread of the pool") {
  Place place;
  bool was_in_the_pool = false;
  bool is_back = false;
  const auto function = [&] { was_in_the_pool = place.is_in_the_pool(); };
  place.run(await(place, function, is_back));
  CHECK(was_in_the_pool);
}

TEST_CASE("the caller goes on in the thread of its loop") {
  Place place;
  bool is_back = false;
  place.run(await(
      place, [] {}, is_back));
  CHECK(is_back);
}

TEST_CASE("the loop goes on while the function runs") {
  Place place;
  bool is_back = false;
  std::latch handled(1);
  const auto function = [&] {
    if (place.is_here()) return;  // it could only wait for ever
    asio::post(place.loop, [&] { handled.count_down(); });
    handled.wait();
  };
  place.run(await(place, function, is_back));
}

TEST_CASE("the loop sleeps while the function runs") {
  Place place;
  bool is_back = false;
  bool is_asleep = false;
  const auto function = [&] {
    is_asleep = !place.is_here() && workbook::sleeps(place.loop_thread);
  };
  place.run(await(place, function, is_back));
  CHECK(is_asleep);
}

TEST_CASE("two functions can run at the same time") {
  Place place;
  bool is_back = false;
  std::latch both(2);
  const auto function = [&] {
    if (!place.is_here()) both.arrive_and_wait();
  };
  asio::co_spawn(place.loop, await(place, function, is_back), asio::detached);
  place.run(await(place, function, is_back));
}

TEST_CASE("what the function throws reaches the caller in its loop") {
  Place place;
  std::string caught;
  bool is_back = false;
  place.run(fail(place, caught, is_back));
  CHECK(caught == "no such disk");
  CHECK(is_back);
}

TEST_CASE("any result will do") {
  Place place;
  int size = 0;
  place.run(fetch(place, size));
  CHECK(size == 42);
}
