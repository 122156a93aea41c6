#include <doctest/doctest.h>
#include <sys/socket.h>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/write.hpp>
#include <atomic>
#include <exception>
#include <future>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "echo.hpp"
#include "workbook/eventually.hpp"
#include "workbook/thread_probe.hpp"

using asio::ip::tcp;

namespace {

// A server with one thread, whose clients are the test.
class Server {
 public:
  // A session that nobody has started, and its client's end.
  std::pair<asio::awaitable<void>, tcp::socket> session() {
    tcp::socket client(clients_);
    client.open(tcp::v4());
    client.set_option(asio::socket_base::receive_buffer_size(64 * 1024));
    client.connect(acceptor_.local_endpoint());
    accepted_.emplace(acceptor_.accept());
    accepted_->set_option(asio::socket_base::send_buffer_size(16 * 1024));
    asio::awaitable<void> session = echo(std::move(*accepted_));
    owns_ = accepted_->is_open();
    accepted_->close();
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

  bool owns_what_it_gave_away() const { return owns_; }

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
  std::optional<tcp::socket> accepted_;
  bool owns_ = false;
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

}  // namespace

TEST_CASE("what the client says comes back at once") {
  Server server;
  tcp::socket client = server.begin();
  for (const std::string text : {"a", "hello\n", "no end of line"}) {
    say(client, text);
    CHECK(read(client, text.size()) == text);
  }
}

TEST_CASE("a session that has not begun owns its socket already") {
  Server server;
  const auto session = server.session();
  CHECK_FALSE(server.owns_what_it_gave_away());
}

TEST_CASE("when the client has no more to say the session ends well") {
  Server server;
  tcp::socket client = server.begin();
  say(client, "bye");
  finish(client);
  CHECK(read(client, 100) == "bye");  // all that comes, and then the end
  CHECK(server.ended_well());
}

TEST_CASE("a client that says nothing keeps nobody waiting") {
  Server server;
  tcp::socket silent = server.begin();
  tcp::socket client = server.begin();
  say(client, "hello");
  CHECK(read(client, 5) == "hello");
}

TEST_CASE("nothing is lost when the client reads late") {
  Server server;
  tcp::socket client = server.begin();
  std::string text;
  for (int i = 0; text.size() < 3'000'000; ++i)
    text += std::to_string(i) + "\n";
  std::jthread saying([&] {
    say(client, text);
    finish(client);
  });
  CHECK(workbook::sleeps(server.thread()));  // it waits for us to read
  const bool is_same = read(client, text.size()) == text;
  CHECK(is_same);
}

TEST_CASE("a client that is gone ends its session and no other") {
  Server server;
  tcp::socket client = server.begin();
  client.set_option(asio::socket_base::linger(true, 0));
  client.close();  // with a reset: reading fails
  CHECK_FALSE(server.ended_well());
}
