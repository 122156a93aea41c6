#include "11-porting-to-async/threaded_server.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <cerrno>

#include "11-porting-to-async/threaded_session.hpp"
#include "workbook/errno_error.hpp"

namespace workbook {

ThreadedServer::ThreadedServer(ServerOptions options)
    : options_(std::move(options)),
      listener_(listen_on(options_.address)),
      acceptor_([this](const std::stop_token& stop) { accept_clients(stop); }) {
}

// #region stop
ThreadedServer::~ThreadedServer() {
  acceptor_.request_stop();
  ::shutdown(listener_.get(), SHUT_RDWR);  // ends the wait in accept4()
  acceptor_.join();                        // from here on, no new sessions

  std::unique_lock lock(mutex_);
  for (Session& session : sessions_) session.connection.hang_up();
  ended_one_.wait(lock, [&] { return sessions_.empty(); });
}
// #endregion stop

std::size_t ThreadedServer::sessions() const {
  const std::lock_guard lock(mutex_);
  return sessions_.size();
}

// #region accept
void ThreadedServer::accept_clients(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    UniqueFd socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    try {
      check_errno(socket.get(), "accept");
      begin(std::move(socket));
    } catch (const std::system_error& error) {  // too many files, or threads
      if (stop.stop_requested()) return;
      log(error.what());
      std::unique_lock lock(mutex_);
      ended_one_.wait_for(lock, stop, accept_pause, [] { return false; });
    }
  }
}

void ThreadedServer::begin(UniqueFd socket) {
  const std::lock_guard lock(mutex_);
  const auto session =
      sessions_.emplace(sessions_.end(), std::move(socket), options_.limit);
  try {
    session->thread = std::jthread(
        [this, session, logic = ServerSession(options_.seed + begun_)] {
          run(session, logic);
        });
    ++begun_;
  } catch (...) {
    sessions_.erase(session);
    throw;
  }
}
// #endregion accept

// #region run
void ThreadedServer::run(Place session, ServerSession logic) {
  try {
    serve(session->connection, std::move(logic));
  } catch (const std::exception& error) {
    log(fmt::format("a session ended: {}", error.what()));
  }
  end(session);
}
// #endregion run

// #region end
// The last that a session's thread does. It cannot join itself, so it leaves
// that to the one that ends next, or to the destructor.
void ThreadedServer::end(Place session) {
  std::list<Session> before;  // joined when the lock is released
  const std::lock_guard lock(mutex_);
  session->connection.close();
  before.swap(ended_);
  ended_.splice(ended_.end(), sessions_, session);
  ended_one_.notify_all();
}
// #endregion end

void ThreadedServer::log(std::string_view line) {
  const std::lock_guard lock(mutex_);
  options_.log(line);
}

}  // namespace workbook
