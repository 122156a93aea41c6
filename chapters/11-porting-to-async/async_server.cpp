#include "11-porting-to-async/async_server.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <string>

#include "11-porting-to-async/async_session.hpp"
#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;
using asio::ip::tcp;

// Asio wants to know what kind of socket it is given.
tcp protocol_of(const UniqueFd& socket) {
  int domain = 0;
  socklen_t size = sizeof domain;
  check_errno(::getsockopt(socket.get(), SOL_SOCKET, SO_DOMAIN, &domain, &size),
              "getsockopt");
  return domain == AF_INET6 ? tcp::v6() : tcp::v4();
}

// Stands in a list from its beginning to its end, however that comes.
class Entry {
 public:
  Entry(std::list<AsyncConnection*>& list, AsyncConnection& connection)
      : list_(list), place_(list.insert(list.end(), &connection)) {}
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;
  ~Entry() { list_.erase(place_); }

 private:
  std::list<AsyncConnection*>& list_;
  std::list<AsyncConnection*>::iterator place_;
};

}  // namespace

AsyncServer::AsyncServer(ServerOptions options) : options_(std::move(options)) {
  UniqueFd listener = listen_on(options_.address);
  port_ = port_of(listener);
  const tcp protocol = protocol_of(listener);
  acceptor_.assign(protocol, listener.release());
  asio::co_spawn(loop_, accept_clients(), asio::detached);
  asio::co_spawn(loop_, watch_the_clock(), asio::detached);
  thread_ = std::jthread([this] { loop_.run(); });
}

// #region stop
AsyncServer::~AsyncServer() {
  asio::post(loop_, [this] { stop(); });
  thread_.join();  // run() returns when no coroutine is left
}

void AsyncServer::stop() {
  is_stopping_ = true;
  acceptor_.close();
  clock_.cancel();
  pause_.cancel();
  for (AsyncConnection* session : sessions_) session->hang_up();
}
// #endregion stop

// #region accept
asio::awaitable<void> AsyncServer::accept_clients() {
  while (!is_stopping_) {
    std::error_code error;
    tcp::socket socket = co_await acceptor_.async_accept(
        asio::redirect_error(asio::use_awaitable, error));
    if (is_stopping_) co_return;
    if (!error) {
      ServerSession logic(options_.seed + begun_++);
      asio::co_spawn(loop_, run(std::move(socket), std::move(logic)),
                     asio::detached);
    } else {  // too many files are open
      options_.log("accept: " + error.message());
      pause_.expires_after(accept_pause);
      co_await pause_.async_wait(
          asio::redirect_error(asio::use_awaitable, error));
    }
  }
}
// #endregion accept

// #region run
asio::awaitable<void> AsyncServer::run(tcp::socket socket,
                                       ServerSession logic) {
  ++count_;
  try {
    AsyncConnection client(std::move(socket), options_.limit);
    const Entry entry(sessions_, client);
    if (!is_stopping_) co_await serve(client, std::move(logic));
  } catch (const std::exception& error) {
    options_.log(fmt::format("a session ended: {}", error.what()));
  }
  --count_;
}
// #endregion run

// #region clock
asio::awaitable<void> AsyncServer::watch_the_clock() {
  const auto period =
      std::clamp<std::chrono::milliseconds>(options_.limit / 4, 5ms, 250ms);
  while (!is_stopping_) {
    std::error_code cancelled;
    clock_.expires_after(period);
    co_await clock_.async_wait(
        asio::redirect_error(asio::use_awaitable, cancelled));
    for (AsyncConnection* session : sessions_) session->hang_up_if_late();
  }
}
// #endregion clock

}  // namespace workbook
