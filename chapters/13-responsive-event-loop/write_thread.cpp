#include "13-responsive-event-loop/write_thread.hpp"

#include <signal.h>

#include <asio/co_spawn.hpp>
#include <asio/prefer.hpp>
#include <asio/use_awaitable.hpp>
#include <stdexcept>
#include <utility>

namespace workbook {
namespace {

// #region signals
// A file that grows over its limit, or a pipe that nobody reads, is an error of
// the write and not the end of the program.
void block_signals_of_writes() {
  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGXFSZ);
  ::sigaddset(&signals, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}
// #endregion signals

}  // namespace

// #region tickets
WriteThread::WriteThread()
    : tickets_(asio::prefer(loop_.get_executor(),
                            asio::execution::outstanding_work.tracked)) {
  thread_ = std::thread([this] {
    block_signals_of_writes();
    loop_.run();  // until nothing is left to do and there is no ticket
  });
}

WriteThread::Ticket WriteThread::take_ticket() const {
  const std::lock_guard lock(mutex_);
  if (!tickets_) throw std::runtime_error("the writer is closed");
  return tickets_;
}

WriteThread::Ticket WriteThread::take_last_ticket() {
  const std::lock_guard lock(mutex_);
  return std::exchange(tickets_, nullptr);
}

WriteThread::~WriteThread() {
  take_last_ticket();
  thread_.join();
}
// #endregion tickets

asio::awaitable<void> WriteThread::open(std::filesystem::path path,
                                        std::function<void()> before_write) {
  co_await asio::co_spawn(
      loop_, do_open(take_ticket(), std::move(path), std::move(before_write)),
      asio::use_awaitable);
}

asio::awaitable<void> WriteThread::do_open(Ticket, std::filesystem::path path,
                                           std::function<void()> before_write) {
  file_.emplace(std::move(path), std::move(before_write));
  co_return;
}

// #region write
asio::awaitable<void> WriteThread::write(std::string data) {
  co_await asio::co_spawn(loop_, do_write(take_ticket(), std::move(data)),
                          asio::use_awaitable);
}

asio::awaitable<void> WriteThread::do_write(Ticket, std::string data) {
  if (!file_) throw std::runtime_error("the writer has no file");
  file_->append(data);
  co_return;
}
// #endregion write

// #region close
asio::awaitable<void> WriteThread::close() {
  Ticket last = take_last_ticket();
  if (!last) co_return;
  co_await asio::co_spawn(loop_, do_close(std::move(last)),
                          asio::use_awaitable);
}

asio::awaitable<void> WriteThread::do_close(Ticket) {
  if (!file_) co_return;
  LogFile file = std::move(*file_);
  file_.reset();
  file.close();
}
// #endregion close

}  // namespace workbook
