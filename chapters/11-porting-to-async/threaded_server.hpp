#pragma once

#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>
#include <thread>

#include "11-porting-to-async/connection.hpp"
#include "11-porting-to-async/server_session.hpp"
#include "11-porting-to-async/sockets.hpp"

namespace workbook {

// Guesses numbers for all clients that connect: a thread for each, which blocks
// while its client thinks.
class ThreadedServer {
 public:
  // Listens, and serves in threads of its own. Throws as listen_on() does.
  explicit ThreadedServer(ServerOptions options);

  // Hangs up on all clients, and joins all threads.
  ~ThreadedServer();

  std::uint16_t port() const { return port_of(listener_); }

  // How many sessions run now.
  std::size_t sessions() const;

 private:
  struct Session {
    Session(UniqueFd socket, std::chrono::milliseconds limit)
        : connection(std::move(socket), limit) {}

    Connection connection;
    std::jthread thread;
  };
  using Place = std::list<Session>::iterator;

  void accept_clients(const std::stop_token& stop);
  void begin(UniqueFd socket);
  void run(Place session, ServerSession logic);
  void end(Place session);
  void log(std::string_view line);

  const ServerOptions options_;
  const UniqueFd listener_;
  mutable std::mutex mutex_;
  std::condition_variable_any ended_one_;
  std::list<Session> sessions_;  // guarded by mutex_
  std::list<Session> ended_;     // the last one, not joined; guarded by mutex_
  std::uint64_t begun_ = 0;      // used by the acceptor only
  std::jthread acceptor_;
};

}  // namespace workbook
