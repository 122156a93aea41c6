// The same tests for both servers, over real sockets.

#include <doctest/doctest.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "11-porting-to-async/async_server.hpp"
#include "11-porting-to-async/load_client.hpp"
#include "11-porting-to-async/threaded_server.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/eventually.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/thread_probe.hpp"

TYPE_TO_STRING(workbook::ThreadedServer);
TYPE_TO_STRING(workbook::AsyncServer);

namespace {

using namespace std::chrono_literals;
using namespace workbook;

#define BOTH_SERVERS(name) \
  TEST_CASE_TEMPLATE(name, Server, ThreadedServer, AsyncServer)

constexpr auto short_limit = 50ms;

// A client that says what it likes.
class Talker {
 public:
  explicit Talker(std::uint16_t port)
      : Talker(connect_to({"127.0.0.1", port})) {}
  explicit Talker(UniqueFd socket) : socket_(std::move(socket)) {
    const timeval limit = {.tv_sec = 20, .tv_usec = 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    const int few = 16 * 1024;
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDBUF, &few, sizeof few);
    send_at_once(socket_.get());
  }

  int fd() const { return socket_.get(); }

  // False when the server no longer wants to hear it.
  bool send(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t count =
          ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
      if (count < 0) return false;
      text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  // Returns what the system does not take, in half a second.
  std::string_view send_some(std::string_view text) const {
    limit_send({.tv_sec = 0, .tv_usec = 500'000});
    const ssize_t count =
        ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
    limit_send({});  // for send(), the server may take its time
    return text.substr(static_cast<std::size_t>(std::max(count, ssize_t{0})));
  }
  void finish() const { ::shutdown(socket_.get(), SHUT_WR); }
  void leave() { socket_.reset(); }

  // Up to the end of a line.
  std::string line() const {
    std::string result;
    for (char byte = 0; !result.ends_with('\n');) {
      if (::recv(socket_.get(), &byte, 1, 0) != 1) return result + "(end)";
      result += byte;
    }
    return result;
  }
  // Up to the end of the session.
  std::string rest() const {
    std::string result;
    std::array<char, 4096> buffer{};
    for (;;) {
      const ssize_t count =
          ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
      if (count == 0) return result;
      if (count < 0) return result + "(broken)";
      result.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }

 private:
  void limit_send(const timeval& limit) const {
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  }

  UniqueFd socket_;
};

std::string guess_of(const Talker& client) {
  client.send("PARAMS 7 7\nNUMBER\n");
  return client.line();
}

long open_files() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                       std::filesystem::directory_iterator());
}

const std::string most = std::to_string(largest_number);

// Has one possible guess, for as often as it is asked for.
const std::string endless_game =
    "PARAMS " + most + " " + most + "\nNUMBER\nREPORT Correct\n";

// What a server said about the sessions that ended badly.
class Log {
 public:
  ServerOptions options(std::chrono::milliseconds limit = 30s) {
    ServerOptions result;
    result.limit = limit;
    result.log = [this](std::string_view line) {
      const std::lock_guard lock(mutex_);
      text_ += std::string(line) + "\n";
    };
    return result;
  }
  bool has(std::string_view text) const {
    const std::lock_guard lock(mutex_);
    return text_.find(text) != std::string::npos;
  }

 private:
  mutable std::mutex mutex_;
  std::string text_;  // guarded by mutex_
};

}  // namespace

BOTH_SERVERS("what is on the wire is the protocol and nothing else") {
  const Server server({});
  const Talker client(server.port());
  client.send("PARAMS 7 7\nNUMBER\n");
  CHECK(client.line() == "7\n");
  client.send("REPORT Correct\nNUMBER\nCLEAR\nPARAMS -3 -3\r\nNUMB");
  CHECK(client.line() == "7\n");
  client.send("ER\nREPORT Correct\nCLEAR\n");
  client.finish();
  CHECK(client.rest() == "-3\n");
}

BOTH_SERVERS("bad input gets one clear line and ends the session") {
  const std::string too_long(longest_line + 1, 'x');
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"HELLO\n", "unknown command 'HELLO'"},
      {"PARAMS one two\n", "PARAMS takes two whole numbers, not 'one two'"},
      {"PARAMS 5 1\n", "PARAMS takes the lower number first, not '5 1'"},
      {"PARAMS 1 5\nREPORT Warmer\n",
       "REPORT needs a guess: send NUMBER first"},
      {"NUMBER\n", "NUMBER needs a game: send PARAMS first"},
      {too_long + "\n", "the line is longer than 1024 bytes"},
      {"HELLO\nNUMBER\nNUMBER\n", "unknown command 'HELLO'"},
  };
  Log log;
  const Server server(log.options());
  const Talker other(server.port());
  for (const auto& [sent, refusal] : cases) {
    Talker client(server.port());
    client.send(sent);
    CHECK(client.rest() == "ERROR " + refusal + "\n");
    client.leave();
    CHECK(eventually(
        [&] { return log.has("a session ended: " + refusal + "\n"); }));
  }
  CHECK(guess_of(other) == "7\n");  // the server is up, and so are the others
}

BOTH_SERVERS("a line without end is refused and the refusal arrives") {
  const Server server({});
  const Talker client(server.port());
  CHECK(client.send(std::string(200'000, 'x')));
  CHECK(client.rest() == "ERROR the line is longer than 1024 bytes\n");
}

BOTH_SERVERS("a client that leaves takes nothing with it") {
  const Server server({});
  const Talker other(server.port());
  for (const char* sent : {"", "PARAMS 1 5\nNUM", "PARAMS 1 5\nNUMBER\n"}) {
    Talker client(server.port());
    client.send(sent);
    client.leave();
    Talker broken(server.port());
    broken.send(sent);
    const linger reset = {.l_onoff = 1, .l_linger = 0};
    ::setsockopt(broken.fd(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    broken.leave();
  }
  CHECK(guess_of(other) == "7\n");
  CHECK(eventually([&] { return server.sessions() == 1; }));
}

BOTH_SERVERS("half a line keeps nobody else waiting") {
  const Server server({});
  const Talker half(server.port());
  half.send("PARAMS 7 7\nNUM");
  for (int i = 0; i < 20; ++i) CHECK(guess_of(Talker(server.port())) == "7\n");
  half.send("BER\n");
  CHECK(half.line() == "7\n");
}

BOTH_SERVERS("a client that hangs is told so and its session ends") {
  Log log;
  const Server server(log.options(short_limit));
  for (const char* sent : {"", "PARAMS 1 5\nNUM"}) {
    const Talker client(server.port());
    client.send(sent);
    CHECK(client.rest() == "ERROR no line within 50 ms\n");
  }
  CHECK(eventually([&] { return server.sessions() == 0; }));
  CHECK(log.has("a session ended: no line within 50 ms\n"));
}

BOTH_SERVERS("a line that comes byte by byte has the same limit") {
  Log log;
  const Server server(log.options(short_limit));
  const Talker client(server.port());
  std::atomic<bool> is_over = false;
  std::jthread dripping([&] {
    while (!is_over && client.send("x")) std::this_thread::sleep_for(5ms);
  });
  CHECK(client.line() == "ERROR no line within 50 ms\n");
  is_over = true;
}

BOTH_SERVERS("a client that reads slowly misses nothing") {
  const Server server({});
  const Talker client(server.port());
  client.send(endless_game);
  const std::string question = "NUMBER\n";
  std::string questions;
  for (int i = 0; i < 1000; ++i) questions += question;
  std::string unsent;  // once the server waits, and takes no more
  std::size_t asked = 1;
  for (; unsent.empty(); asked += 1000) unsent = client.send_some(questions);

  CHECK(guess_of(Talker(server.port())) == "7\n");  // it waits for nobody else
  std::jthread asking([&] {
    CHECK(client.send(unsent));
    client.finish();
  });
  const std::string all = client.rest();
  CHECK(all.size() == asked * (most.size() + 1));
  CHECK(all.starts_with(most + "\n" + most + "\n"));
}

BOTH_SERVERS("a client that never reads loses its session") {
  Log log;
  // Long enough that on no machine the client's own lines come too late.
  const Server server(log.options(2s));
  const Talker client(server.port());
  client.send(endless_game);
  while (client.send("NUMBER\n")) {
  }
  CHECK(eventually([&] { return server.sessions() == 0; }));
  CHECK(log.has("send: Connection timed out\n"));
}

BOTH_SERVERS("a thousand clients are served at once") {
  constexpr std::size_t clients = sanitized ? 100 : 1000;
  REQUIRE(allow_many_files() > 2 * clients + 50);
  const Server server({});
  const std::vector<UniqueFd> thinking =
      hold_sessions(server.port(), clients - 100);
  CHECK(server.sessions() == clients - 100);
  const Served served =
      play_many(server.port(),
                {.clients = 100, .sessions_each = 1, .games_each_session = 2});
  CHECK(served.sessions == 100);
  CHECK(served.games == 200);
  CHECK(served.guesses >= served.games);
}

BOTH_SERVERS("at the end sessions are ended and nothing leaks") {
  const long files = open_files();
  const int threads = thread_count();
  {
    std::optional<Server> server(std::in_place, ServerOptions());
    const std::vector<UniqueFd> thinking = hold_sessions(server->port(), 50);
    const Talker half(server->port());
    half.send("PARAMS 1 5\nNUM");
    const Talker refused(server->port());
    refused.send("HELLO\n");
    CHECK(refused.line() == "ERROR unknown command 'HELLO'\n");
    const Talker new_one(server->port());
    server.reset();

    for (const UniqueFd& client : thinking) {
      char byte = 0;
      CHECK(::recv(client.get(), &byte, 1, 0) == 0);
    }
    CHECK(half.rest().empty());
    CHECK(refused.rest().empty());
  }
  CHECK(open_files() == files);
  CHECK(eventually([&] { return thread_count() == threads; }));
}

BOTH_SERVERS("a server may end while clients talk and clients come") {
  for (int i = 0; i < 10; ++i) {
    std::optional<Server> server(std::in_place, ServerOptions());
    const std::uint16_t port = server->port();
    std::atomic<int> answered = 0;
    std::jthread playing([&] {
      try {
        for (;;) {
          play_many(port, {.clients = 5});
          ++answered;
        }
      } catch (const std::exception&) {  // the server has left
      }
    });
    CHECK(eventually([&] { return answered > i; }));
    server.reset();
  }
}

BOTH_SERVERS("sessions that have ended hold no file and no thread") {
  const Server server({});
  play_many(server.port(), {.clients = 10});
  CHECK(eventually([&] { return server.sessions() == 0; }));
  const long files = open_files();
  const int threads = thread_count();
  play_many(server.port(), {.clients = 20, .sessions_each = 5});
  CHECK(eventually([&] { return server.sessions() == 0; }));
  CHECK(open_files() == files);
  CHECK(eventually([&] { return thread_count() <= threads; }));
}

BOTH_SERVERS("with too many files open clients wait until some are closed") {
  if (sanitized) {
    MESSAGE("not tried: a sanitizer needs files to look at an exception");
    return;
  }
  Log log;
  const Server server(log.options());
  std::array<UniqueFd, 2> sockets;
  for (UniqueFd& socket : sockets)
    socket = UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  rlimit limit = {};
  check_errno(::getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
  const rlim_t usual = limit.rlim_cur;
  limit.rlim_cur = static_cast<rlim_t>(sockets[1].get()) + 10;
  check_errno(::setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
  std::vector<UniqueFd> others;
  while (others.empty() || others.back())
    others.emplace_back(::dup(sockets[0].get()));

  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(server.port());
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (const UniqueFd& socket : sockets) {
    CHECK(::connect(socket.get(), reinterpret_cast<sockaddr*>(&address),
                    sizeof address) == 0);
  }
  CHECK(eventually([&] { return log.has("accept: Too many open files\n"); }));
  others.clear();
  for (UniqueFd& socket : sockets)
    CHECK(guess_of(Talker(std::move(socket))) == "7\n");
  limit.rlim_cur = usual;
  check_errno(::setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
}

BOTH_SERVERS("a port that is in use is told") {
  const Server server({});
  ServerOptions options;
  options.address.port = server.port();
  const std::string message =
      "listen on 127.0.0.1:" + std::to_string(server.port()) +
      ": Address already in use";
  CHECK_THROWS_WITH(Server{options}, message.c_str());
}

// The lesson's claim; how long it takes is the system's business.
BOTH_SERVERS("a turn in two pieces waits for the other side's delay") {
  const Server server({});
  const Talker client(server.port());
  const int no = 0;
  ::setsockopt(client.fd(), IPPROTO_TCP, TCP_NODELAY, &no, sizeof no);
  CHECK(guess_of(client) == "7\n");
  const Stopwatch stopwatch;
  for (int turn = 0; turn < 10; ++turn) {
    client.send("PARAMS 8 8\n");
    client.send("NUMBER\n");
    CHECK(client.line() == "8\n");
  }
  CHECK(stopwatch.seconds() > 0.1);
}
