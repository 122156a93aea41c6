#pragma once

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <atomic>
#include <cstdint>
#include <list>
#include <thread>

#include "11-porting-to-async/async_connection.hpp"
#include "11-porting-to-async/server_session.hpp"
#include "11-porting-to-async/sockets.hpp"

namespace workbook {

// Guesses numbers for all clients that connect: a coroutine for each, and one
// thread for all of them.
class AsyncServer {
 public:
  // Listens, and serves in a thread of its own. Throws as listen_on() does.
  explicit AsyncServer(ServerOptions options);

  // Hangs up on all clients, waits until each session has ended, and joins.
  ~AsyncServer();

  std::uint16_t port() const { return port_; }

  // How many sessions run now.
  std::size_t sessions() const { return count_; }

 private:
  asio::awaitable<void> accept_clients();
  asio::awaitable<void> run(asio::ip::tcp::socket socket, ServerSession logic);
  asio::awaitable<void> watch_the_clock();
  void stop();

  const ServerOptions options_;
  std::uint16_t port_;
  std::atomic<std::size_t> count_ = 0;
  // All that follows is used by thread_ only, once it runs.
  bool is_stopping_ = false;
  std::uint64_t begun_ = 0;
  std::list<AsyncConnection*> sessions_;
  asio::io_context loop_{1};  // one thread
  asio::ip::tcp::acceptor acceptor_{loop_};
  asio::steady_timer clock_{loop_};
  asio::steady_timer pause_{loop_};
  std::jthread thread_;
};

}  // namespace workbook
