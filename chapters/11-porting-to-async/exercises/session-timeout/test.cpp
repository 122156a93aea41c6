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

// Ends just before its limit is over, and so late that the limit is over when
// the loop gets to look at the clock: both timers are due at once, and this
// one's turn is first.
asio::awaitable<void> just_in_time(std::chrono::nanoseconds limit) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  timer.expires_after(limit - 10ms);
  std::this_thread::sleep_for(limit + 10ms);
  co_await timer.async_wait(asio::use_awaitable);
}

// A server does something else with the socket once the session has ended.
asio::awaitable<void> serve(Pair& pair, bool& was_open) {
  constexpr auto limit = 50ms;
  const bool in_time =
      co_await with_limit(pair.client, limit, just_in_time(limit));
  for (int i = 0; i < 3; ++i)
    co_await asio::post(pair.loop, asio::use_awaitable);
  was_open = in_time && pair.client.is_open();
}

}  // namespace

TEST_CASE("a session that ends in time is left alone") {
  Pair pair;
  bool has_ended = false;
  CHECK(pair.run(1s, quick(has_ended)));
  CHECK(has_ended);
  CHECK(pair.client.is_open());
}

TEST_CASE("nobody waits for a limit that is no longer needed") {
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

TEST_CASE("the session has ended when its limit is told") {
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

TEST_CASE("a limit that comes a moment too late does nothing") {
  Pair pair;
  bool was_open = false;
  asio::co_spawn(pair.loop, serve(pair, was_open),
                 [](const std::exception_ptr& error) {
                   if (error) std::rethrow_exception(error);
                 });
  pair.loop.run();
  CHECK(was_open);
}
