#include "11-porting-to-async/load_client.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <optional>
#include <stdexcept>
#include <string>

#include "11-porting-to-async/client_session.hpp"
#include "11-porting-to-async/line_buffer.hpp"
#include "11-porting-to-async/sockets.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

void send_all(const UniqueFd& socket, const std::string& text) {
  const ssize_t count =
      ::send(socket.get(), text.data(), text.size(), MSG_NOSIGNAL);
  if (check_errno(count, "send") != static_cast<ssize_t>(text.size()))
    throw std::runtime_error("send: the server does not read");
}

// Reads what there is, at least something.
void receive_into(LineBuffer& lines, const UniqueFd& socket) {
  const auto room = lines.room();
  const ssize_t count = ::recv(socket.get(), room.data(), room.size(), 0);
  if (check_errno(count, "receive") == 0)
    throw std::runtime_error("receive: the server has left");
  lines.add(static_cast<std::size_t>(count));
}

struct Client {
  std::size_t sessions_left = 0;
  std::size_t games_left = 0;
  UniqueFd socket = {};
  LineBuffer lines = {};
  ClientSession game{{}};
};

class Players {
 public:
  Players(std::uint16_t port, const Load& load)
      : port_(port),
        load_(load),
        epoll_(check_errno(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
        clients_(load.clients),
        playing_(load.clients) {}

  Served play() {
    const Stopwatch stopwatch;
    for (Client& client : clients_) {
      client.sessions_left = load_.sessions_each;
      connect(client);
    }
    std::array<epoll_event, 64> ready;
    while (playing_ > 0) {
      const int count = ::epoll_wait(epoll_.get(), ready.data(),
                                     static_cast<int>(ready.size()), -1);
      if (count < 0 && errno == EINTR) continue;
      check_errno(count, "epoll_wait");
      for (int i = 0; i < count; ++i)
        take_turn(*static_cast<Client*>(ready[i].data.ptr));
    }
    served_.seconds = stopwatch.seconds();
    return served_;
  }

 private:
  void connect(Client& client) {
    client.socket = connect_to({"127.0.0.1", port_});
    send_at_once(client.socket.get());
    client.lines = {};
    client.games_left = load_.games_each_session;
    epoll_event event = {};
    event.events = EPOLLIN;
    event.data.ptr = &client;
    check_errno(
        ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, client.socket.get(), &event),
        "epoll_ctl");
    send_all(client.socket, begin_game(client));
  }

  std::string begin_game(Client& client) {
    const auto secret = static_cast<std::int64_t>(begun_++ % 10) + 1;
    client.game = ClientSession({.lo = 1, .hi = 10, .secret = secret});
    return client.game.start();
  }

  void take_turn(Client& client) {
    receive_into(client.lines, client.socket);
    while (const std::optional<std::string> line = client.lines.next()) {
      std::string text = client.game.answer(*line);
      ++served_.guesses;
      if (client.game.is_over()) {
        ++served_.games;
        if (--client.games_left > 0) text += begin_game(client);
      }
      send_all(client.socket, text);
      if (client.games_left == 0) return end(client);
    }
  }

  void end(Client& client) {
    ++served_.sessions;
    client.socket.reset();  // which takes it out of the epoll, too
    if (--client.sessions_left > 0)
      connect(client);
    else
      --playing_;
  }

  const std::uint16_t port_;
  const Load load_;
  const UniqueFd epoll_;
  std::vector<Client> clients_;
  std::size_t playing_;
  std::size_t begun_ = 0;
  Served served_;
};

}  // namespace

Served play_many(std::uint16_t port, const Load& load) {
  return Players(port, load).play();
}

std::vector<UniqueFd> hold_sessions(std::uint16_t port, std::size_t count) {
  std::vector<UniqueFd> sockets;
  sockets.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    sockets.push_back(connect_to({"127.0.0.1", port}));
    send_all(sockets.back(), "PARAMS 1 1000\nNUMBER\n");
  }
  for (const UniqueFd& socket : sockets) {
    LineBuffer lines;
    while (!lines.next()) receive_into(lines, socket);
  }
  return sockets;
}

}  // namespace workbook
