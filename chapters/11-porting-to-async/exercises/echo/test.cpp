#include <doctest/doctest.h>
#include <sys/socket.h>

#include <array>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/write.hpp>
#include <atomic>
#include <exception>
#include <future>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "echo.hpp"
#include "workbook/eventually.hpp"
#include "workbook/thread_probe.hpp"

using asio::ip::tcp;

namespace {

// Whether the server has not closed the connection, and has said nothing.
bool is_open(tcp::socket& client) {
  std::array<char, 1> byte{};
  std::error_code error;
  client.non_blocking(true);
  client.read_some(asio::buffer(byte), error);
  client.non_blocking(false);
  return error == asio::error::would_block;
}

// A server with one thread, whose clients are the test.
class Server {
 public:
  // A session that nobody has started, and its client's end.
  std::pair<asio::awaitable<void>, tcp::socket> session() {
    tcp::socket client(clients_);
    client.open(tcp::v4());
    client.set_option(asio::socket_base::receive_buffer_size(64 * 1024));
    client.connect(acceptor_.local_endpoint());
    tcp::socket accepted = acceptor_.accept();
    accepted.set_option(asio::socket_base::send_buffer_size(16 * 1024));
    asio::awaitable<void> session = echo(std::move(accepted));
    REQUIRE_MESSAGE(is_open(client), "its socket is gone before it has begun");
    return {std::move(session), std::move(client)};
  }

  // The client's end of a session that runs.
  tcp::socket begin() {
    auto [session, client] = this->session();
    asio::co_spawn(loop_, std::move(session),
                   [this](const std::exception_ptr& error) {
                     ++(error ? failed_ : ended_);
                   });
    return std::move(client);
  }

  // Waits for the end of the one session: whether that was without an error.
  bool ended_well() {
    CHECK(workbook::eventually([&] { return ended_ + failed_ == 1; }));
    return ended_ == 1;
  }

  pid_t thread() { return thread_id_.get_future().get(); }

 private:
  asio::io_context loop_;
  asio::io_context clients_;
  tcp::acceptor acceptor_{loop_, {asio::ip::address_v4::loopback(), 0}};
  std::atomic<int> ended_ = 0;
  std::atomic<int> failed_ = 0;
  std::promise<pid_t> thread_id_;
  asio::executor_work_guard<asio::io_context::executor_type> stay_{
      loop_.get_executor()};
  std::jthread thread_{[this] {
    thread_id_.set_value(workbook::this_thread_id());
    loop_.run();
  }};

 public:
  ~Server() { loop_.stop(); }
};

std::string read(tcp::socket& client, std::size_t count) {
  std::string text(count, '\0');
  std::size_t have = 0;
  std::error_code error;
  while (have < count && !error)
    have += client.read_some(asio::buffer(text) + have, error);
  text.resize(have);
  return text;
}

void say(tcp::socket& client, const std::string& text) {
  std::error_code ignored;  // the session has ended: then nothing comes back
  asio::write(client, asio::buffer(text), ignored);
}

void finish(tcp::socket& client) {
  std::error_code ignored;
  client.shutdown(tcp::socket::shutdown_send, ignored);
}

// The systems of both ends store less than that for a connection.
constexpr std::size_t much_too_much = 64'000'000;

// Says as much as anybody takes, and reads nothing. Returns how much that was;
// then the session, whose thread is `server`, waits until it can send.
std::size_t say_all_that_fits(pid_t server, tcp::socket& client) {
  client.non_blocking(true);
  const std::string text(100'000, 'x');
  std::size_t said = 0;
  std::size_t before = 0;
  do {
    before = said;
    std::error_code full;
    while (!full && said < much_too_much)
      said += client.write_some(asio::buffer(text), full);
    workbook::sleeps(server);  // or has done for two seconds what it does
  } while (said > before && said < much_too_much);
  return said;
}

// An empty text is seen, too.
std::string in_quotes(const std::string& text) { return '"' + text + '"'; }

}  // namespace

TEST_CASE("what the client says comes back at once") {
  Server server;
  tcp::socket client = server.begin();
  for (const std::string text : {"a", "hello\n", "no end of line"}) {
    say(client, text);
    CHECK(in_quotes(read(client, text.size())) == in_quotes(text));
  }
}

TEST_CASE("a session that has not begun owns its socket already") {
  Server server;
  const auto session = server.session();
}

TEST_CASE("when the client has no more to say the session ends well") {
  Server server;
  tcp::socket client = server.begin();
  say(client, "bye");
  finish(client);
  // All that comes, and then the end
  CHECK(in_quotes(read(client, 100)) == in_quotes("bye"));
  CHECK(server.ended_well());
}

TEST_CASE("a client that says nothing keeps nobody else waiting") {
  Server server;
  tcp::socket silent = server.begin();
  tcp::socket client = server.begin();
  say(client, "hello");
  CHECK(in_quotes(read(client, 5)) == in_quotes("hello"));
}

TEST_CASE("a session that waits costs no CPU") {
  Server server;
  tcp::socket silent = server.begin();
  CHECK_MESSAGE(workbook::sleeps(server.thread()),
                "the client says nothing, and the thread is awake: it polls");
}

TEST_CASE("nothing is lost when the client reads late") {
  Server server;
  tcp::socket client = server.begin();
  std::string text;
  for (int i = 0; text.size() < 1'000'000; ++i)
    text += std::to_string(i) + "\n";
  std::jthread saying([&] {
    say(client, text);
    finish(client);
  });
  CHECK(workbook::sleeps(server.thread()));  // it waits for us to read
  const bool is_same = read(client, text.size()) == text;
  CHECK(is_same);
}

TEST_CASE("a client that does not read keeps nobody else waiting") {
  Server server;
  tcp::socket one = server.begin();
  tcp::socket two = server.begin();
  const std::string text_of_one(1'000'000, '1');
  const std::string text_of_two(1'000'000, '2');
  std::jthread one_says([&] {
    say(one, text_of_one);
    finish(one);
  });
  std::jthread two_says([&] {
    say(two, text_of_two);
    finish(two);
  });
  CHECK(workbook::sleeps(server.thread()));  // it waits for both to read
  tcp::socket client = server.begin();
  say(client, "hello");
  CHECK(in_quotes(read(client, 5)) == in_quotes("hello"));

  const bool one_has_its_own = read(one, text_of_one.size()) == text_of_one;
  const bool two_has_its_own = read(two, text_of_two.size()) == text_of_two;
  CHECK_MESSAGE(one_has_its_own, "what comes back is not what it said");
  CHECK_MESSAGE(two_has_its_own, "what comes back is not what it said");
}

TEST_CASE("when the connection breaks the error comes out") {
  Server server;
  tcp::socket client = server.begin();
  client.set_option(asio::socket_base::linger(true, 0));
  client.close();  // with a reset: reading fails
  CHECK_FALSE(server.ended_well());
}

// Its client reads nothing, and then the connection breaks.
TEST_CASE("a session keeps no more than its buffer and tells an error") {
  Server server;
  tcp::socket client = server.begin();
  REQUIRE_MESSAGE(say_all_that_fits(server.thread(), client) < much_too_much,
                  "its client reads nothing, and it takes more and more");
  client.set_option(asio::socket_base::linger(true, 0));
  client.close();
  CHECK_FALSE(server.ended_well());
}
