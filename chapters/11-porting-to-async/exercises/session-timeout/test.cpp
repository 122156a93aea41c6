#include <doctest/doctest.h>

#include <array>
#include <asio/awaitable.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

#include "session_timeout.hpp"

using namespace std::chrono_literals;
using asio::ip::tcp;

namespace {

// A socket, and the other end of it, which says nothing and reads nothing.
struct Pair {
  asio::io_context loop;
  tcp::socket client{loop};
  tcp::socket other{loop};

  Pair() {
    tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
    other.open(tcp::v4());
    other.set_option(asio::socket_base::receive_buffer_size(64 * 1024));
    other.connect(acceptor.local_endpoint());
    acceptor.accept(client);
    client.set_option(asio::socket_base::send_buffer_size(16 * 1024));
  }

  // What with_limit() returns for `session`, once nothing is left to be done.
  bool run(std::chrono::nanoseconds limit, asio::awaitable<void> session) {
    std::optional<bool> result;
    asio::co_spawn(loop, with_limit(client, limit, std::move(session)),
                   [&](const std::exception_ptr& error, bool in_time) {
                     if (error) std::rethrow_exception(error);
                     result = in_time;
                   });
    loop.run();
    REQUIRE(result);
    return *result;
  }
};

class SetAtTheEnd {
 public:
  explicit SetAtTheEnd(bool& flag) : flag_(flag) {}
  SetAtTheEnd(const SetAtTheEnd&) = delete;
  SetAtTheEnd& operator=(const SetAtTheEnd&) = delete;
  ~SetAtTheEnd() { flag_ = true; }

 private:
  bool& flag_;
};

asio::awaitable<void> quick(bool& has_ended) {
  const SetAtTheEnd end(has_ended);
  co_return;
}

asio::awaitable<void> read(tcp::socket& client, bool& has_ended) {
  const SetAtTheEnd end(has_ended);
  std::array<char, 100> buffer{};
  co_await client.async_read_some(asio::buffer(buffer), asio::use_awaitable);
}

asio::awaitable<void> write(tcp::socket& client) {
  const std::string much(5'000'000, 'x');
  co_await asio::async_write(client, asio::buffer(much), asio::use_awaitable);
}

// Does not give up when an operation fails.
asio::awaitable<void> read_twice(tcp::socket& client, int& failures) {
  for (int i = 0; i < 2; ++i) {
    std::array<char, 100> buffer{};
    try {
      co_await client.async_read_some(asio::buffer(buffer),
                                      asio::use_awaitable);
    } catch (const std::system_error&) {
      ++failures;
    }
  }
}

asio::awaitable<void> fail() {
  throw std::runtime_error("out of paper");
  co_return;
}

// Says in its own words that it could not read.
asio::awaitable<void> read_a_line(tcp::socket& client) {
  bool has_ended = false;
  bool has_failed = false;
  try {
    co_await read(client, has_ended);
  } catch (const std::system_error&) {
    has_failed = true;
  }
  if (has_failed) throw std::runtime_error("no line");
}

// Tries once more: that fails with another error, since the socket is closed.
asio::awaitable<void> read_again(tcp::socket& client) {
  bool has_ended = false;
  try {
    co_await read(client, has_ended);
  } catch (const std::system_error&) {
  }
  co_await read(client, has_ended);
}

// Fails as if its socket had been closed.
asio::awaitable<void> be_aborted() {
  throw std::system_error(asio::error::operation_aborted);
  co_return;
}

constexpr auto short_limit = 50ms;

// Ends so late that its limit is over when the loop gets to look at the clock:
// both timers are due at once, and this one, due earlier, has its turn first.
asio::awaitable<void> end_just_in_time() {
  asio::steady_timer timer(co_await asio::this_coro::executor,
                           std::chrono::steady_clock::time_point());
  std::this_thread::sleep_for(short_limit + 10ms);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> throw_just_in_time() {
  co_await end_just_in_time();
  throw std::runtime_error("out of paper");
}

struct Served {
  bool in_time = false;
  std::string error;      // what came out
  bool was_open = false;  // the socket, when the limit had been over for long
};

// A server does something else with the socket once the session has ended.
asio::awaitable<void> serve(Pair& pair, asio::awaitable<void> session,
                            Served& served) {
  try {
    served.in_time =
        co_await with_limit(pair.client, short_limit, std::move(session));
  } catch (const std::runtime_error& error) {
    served.error = error.what();
  }
  for (int i = 0; i < 3; ++i)
    co_await asio::post(pair.loop, asio::use_awaitable);
  served.was_open = pair.client.is_open();
}

Served serve(asio::awaitable<void> session) {
  Pair pair;
  Served served;
  asio::co_spawn(pair.loop, serve(pair, std::move(session), served),
                 [](const std::exception_ptr& error) {
                   if (error) std::rethrow_exception(error);
                 });
  pair.loop.run();
  return served;
}

}  // namespace

TEST_CASE("a session that ends in time is left alone") {
  Pair pair;
  bool has_ended = false;
  CHECK(pair.run(1s, quick(has_ended)));
  CHECK(has_ended);
  CHECK(pair.client.is_open());
}

TEST_CASE("when the session has ended the limit keeps nobody waiting") {
  Pair pair;
  bool has_ended = false;
  CHECK(pair.run(std::chrono::hours(1), quick(has_ended)));
}

TEST_CASE("a session that waits for its client is ended by the limit") {
  Pair pair;
  bool has_ended = false;
  CHECK_FALSE(pair.run(20ms, read(pair.client, has_ended)));
  CHECK(has_ended);
}

TEST_CASE("so is one that does not give up easily") {
  Pair pair;
  int failures = 0;
  CHECK_FALSE(pair.run(20ms, read_twice(pair.client, failures)));
  CHECK(failures == 2);
}

TEST_CASE("so is one whose client does not read") {
  Pair pair;
  CHECK_FALSE(pair.run(20ms, write(pair.client)));
}

TEST_CASE("when the time is over the socket is closed") {
  Pair pair;
  bool has_ended = false;
  CHECK_FALSE(pair.run(20ms, read(pair.client, has_ended)));
  CHECK_FALSE(pair.client.is_open());
}

TEST_CASE("with_limit returns when the session has ended") {
  Pair pair;
  bool has_ended = false;
  bool had_ended = false;
  asio::co_spawn(
      pair.loop, with_limit(pair.client, 20ms, read(pair.client, has_ended)),
      [&](const std::exception_ptr&, bool) { had_ended = has_ended; });
  pair.loop.run();
  CHECK(had_ended);
}

TEST_CASE("what the session throws in time comes out") {
  Pair pair;
  CHECK_THROWS_WITH(pair.run(std::chrono::hours(1), fail()), "out of paper");
}

TEST_CASE("what it throws in time comes out whatever it is") {
  Pair pair;
  CHECK_THROWS_AS(pair.run(std::chrono::hours(1), be_aborted()),
                  std::system_error);
}

TEST_CASE("what it throws because it was ended does not come out") {
  Pair pair;
  CHECK_FALSE(pair.run(20ms, read_a_line(pair.client)));
}

TEST_CASE("nor does another error that it throws because it was ended") {
  Pair pair;
  CHECK_FALSE(pair.run(20ms, read_again(pair.client)));
}

TEST_CASE("when the session has ended a limit that was due does nothing") {
  const Served served = serve(end_just_in_time());
  CHECK_MESSAGE(served.was_open, "the limit closed it after the end");
  CHECK_MESSAGE(served.in_time, "nobody had closed the socket: it was in time");
}

TEST_CASE("when the session has ended by throwing the limit does nothing") {
  const Served served = serve(throw_just_in_time());
  CHECK_MESSAGE(served.was_open, "the limit closed it after the end");
  CHECK(served.error == "out of paper");
}
