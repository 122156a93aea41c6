// Guessing servers under the same load, each in a process of its own: 50
// clients (10 and 500 too), which play one game after the other.
//
//   threaded      ThreadedServer
//   async         AsyncServer
//   plain_asio    Asio without AsyncConnection: async_read_until, async_write
//   asyncio       Python's streams, porting_bench.py
//
// Items are games. us_cpu_a_guess is what the server's process used, user and
// system; that of the clients is not in it.

#include <benchmark/benchmark.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/read_until.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <cstdio>
#include <functional>
#include <string>

#include "11-porting-to-async/async_server.hpp"
#include "11-porting-to-async/load_client.hpp"
#include "11-porting-to-async/threaded_server.hpp"
#include "workbook/cpu_time.hpp"
#include "workbook/errno_error.hpp"

namespace {

using asio::ip::tcp;
using workbook::AsyncServer;
using workbook::ServerSession;
using workbook::ThreadedServer;
using workbook::UniqueFd;

asio::awaitable<void> plain_session(tcp::socket socket) {
  ServerSession session(1);
  std::string buffer;
  try {
    for (;;) {
      const std::size_t count = co_await asio::async_read_until(
          socket, asio::dynamic_buffer(buffer, 1026), '\n',
          asio::use_awaitable);
      const std::string answer =
          session.answer(std::string_view(buffer).substr(0, count - 1));
      buffer.erase(0, count);
      if (!answer.empty())
        co_await asio::async_write(socket, asio::buffer(answer),
                                   asio::use_awaitable);
    }
  } catch (const std::exception&) {  // the client has left
  }
}

asio::awaitable<void> plain_server(tcp::acceptor& acceptor) {
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    socket.set_option(tcp::no_delay(true));
    asio::co_spawn(acceptor.get_executor(), plain_session(std::move(socket)),
                   asio::detached);
  }
}

using Tell = std::function<void(int port)>;

// Each tells its port and serves until its process is ended.
template <typename Server>
void serve(const Tell& tell) {
  const Server server({});
  tell(server.port());
  for (;;) ::pause();
}

void serve_plain(const Tell& tell) {
  asio::io_context loop(1);
  tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
  // Sockets like those of listen_on().
  acceptor.set_option(asio::socket_base::receive_buffer_size(16 * 1024));
  acceptor.set_option(asio::socket_base::send_buffer_size(16 * 1024));
  asio::co_spawn(loop, plain_server(acceptor), asio::detached);
  tell(acceptor.local_endpoint().port());
  loop.run();
}

void serve_python(const Tell&) {
  ::execlp("python3", "python3", WORKBOOK_PORTING_BENCH_PY, nullptr);
}

// A server in a child process, whose output is its port.
class Served {
 public:
  explicit Served(void (*serve)(const Tell&)) {
    std::array<int, 2> ends{};
    workbook::check_errno(::pipe(ends.data()), "pipe");
    UniqueFd read(ends[0]);
    UniqueFd write(ends[1]);
    child_ = workbook::check_errno(::fork(), "fork");
    if (child_ == 0) {
      ::dup2(write.get(), STDOUT_FILENO);
      serve([](int number) { ::dprintf(STDOUT_FILENO, "%d\n", number); });
      ::_exit(1);
    }
    write.reset();
    std::string text;
    for (char byte = 0; ::read(read.get(), &byte, 1) == 1 && byte != '\n';)
      text += byte;
    if (!text.empty()) port = static_cast<std::uint16_t>(std::stoi(text));
  }
  ~Served() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }

  // Of the server, so far.
  double cpu_seconds() const {
    clockid_t clock = {};
    ::clock_getcpuclockid(child_, &clock);
    return workbook::cpu_seconds(clock);
  }

  std::uint16_t port = 0;  // none: it could not be started

 private:
  pid_t child_ = -1;
};

void games(benchmark::State& state, void (*serve)(const Tell&)) {
  const Served server(serve);
  if (server.port == 0) {
    state.SkipWithError("the server is missing or failed");
    return;
  }
  const workbook::Load load = {
      .clients = static_cast<std::size_t>(state.range(0)),
      .sessions_each = 1,
      .games_each_session = 5'000 / static_cast<std::size_t>(state.range(0))};
  workbook::play_many(server.port, load);
  std::size_t guesses = 0;
  std::size_t played = 0;
  const double before = server.cpu_seconds();
  for (auto _ : state) {
    const workbook::Served served = workbook::play_many(server.port, load);
    guesses += served.guesses;
    played += served.games;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(played));
  state.counters["us_cpu_a_guess"] =
      (server.cpu_seconds() - before) * 1e6 / static_cast<double>(guesses);
}

#define WORKBOOK_SERVER(name, serve)    \
  BENCHMARK_CAPTURE(games, name, serve) \
      ->Arg(10)                         \
      ->Arg(50)                         \
      ->Arg(500)                        \
      ->UseRealTime()

WORKBOOK_SERVER(threaded, serve<ThreadedServer>);
WORKBOOK_SERVER(async, serve<AsyncServer>);
WORKBOOK_SERVER(plain_asio, serve_plain);
WORKBOOK_SERVER(asyncio, serve_python);

}  // namespace
