// The guessing game over TCP, with threads and with coroutines.

#include <fmt/format.h>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <string_view>

#include "11-porting-to-async/async_server.hpp"
#include "11-porting-to-async/async_session.hpp"
#include "11-porting-to-async/command_line.hpp"
#include "11-porting-to-async/costs.hpp"
#include "11-porting-to-async/difference.hpp"
#include "11-porting-to-async/games.hpp"
#include "11-porting-to-async/threaded_server.hpp"
#include "11-porting-to-async/threaded_session.hpp"
#include "workbook/sections.hpp"

namespace {

using namespace workbook;
using asio::ip::tcp;

// #region rules
void rules(const Arguments&) {
  for (const std::string_view line :
       {"NUMBER", "PARAMS 5 1", "PARAMS one two", "REPORT Warmer", "HELLO"}) {
    ServerSession session(1);
    try {
      session.answer(line);
    } catch (const ProtocolError& error) {
      fmt::print("{:<16} {}", line, error_line(error));
    }
  }
}
// #endregion rules

// #region threaded
void threaded(const Arguments&) {
  const ThreadedServer server({});
  Connection connection(connect_to({"127.0.0.1", server.port()}), patience);
  for (const Game& game : games) print_game(game, play(connection, game));
}
// #endregion threaded

// #region async
asio::awaitable<void> play_games(tcp::endpoint server) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(server, asio::use_awaitable);
  AsyncConnection connection(std::move(socket), patience);
  for (const Game& game : games)
    print_game(game, co_await play(connection, game));
}

void async(const Arguments&) {
  const AsyncServer server({});
  asio::io_context loop;
  asio::co_spawn(loop,
                 play_games({asio::ip::address_v4::loopback(), server.port()}),
                 [](const std::exception_ptr& error) {
                   if (error) std::rethrow_exception(error);
                 });
  loop.run();
}
// #endregion async

}  // namespace

int main(int argc, char** argv) {
  if (is_command(argc, argv)) return run_command(argc, argv);
  return run_sections(
      argc, argv,
      {{"rules", "", "what the server answers to what is against the rules",
        rules},
       {"threaded", "", "three games, threads and blocking sockets", threaded},
       {"async", "", "the same games, coroutines", async},
       {"diff", "", "what had to change, line by line", difference},
       {"load", "[clients]", "many clients at once, served by each", load},
       {"nagle", "", "a turn that is sent in two pieces, and in one", nagle}},
      {{"--serve HOST:PORT [--threads] [--seed N] [--limit-ms MS]",
        "serves until Ctrl-C, with coroutines or with threads"},
       {"--play HOST:PORT --range LO HI --secret S", "plays one game"}});
}
