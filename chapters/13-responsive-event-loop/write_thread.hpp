#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "13-responsive-event-loop/log_file.hpp"

namespace workbook {

// A file, and a thread that does nothing but write it, so that coroutines of an
// event loop can write without holding the loop up.
//
//   co_await with_writer("a.log", [](WriteThread& writer) -> awaitable<void> {
//     co_await writer.write("a line\n");
//   });
//
// The awaitable functions may be called from any loop, in any thread. Each is
// done in the writer's thread; then its caller goes on, in the caller's own
// loop, with the exception if there was one. That loop must still be there.
class WriteThread {
 public:
  // Starts the thread; it has no file yet.
  WriteThread();
  WriteThread(const WriteThread&) = delete;
  WriteThread& operator=(const WriteThread&) = delete;

  // Finishes the writes that were begun, and joins the thread: it blocks until
  // then. In a coroutine, co_await close() first.
  ~WriteThread();

  // Opens the file as LogFile does.
  asio::awaitable<void> open(std::filesystem::path path,
                             std::function<void()> before_write = {});

  // Appends `data` in one piece. Who awaits it cannot be faster than the disk.
  // Throws std::system_error when it could not be written, and
  // std::runtime_error when no file is open; the file has nothing of `data`
  // then.
  asio::awaitable<void> write(std::string data);

  // Refuses what comes from now on, finishes what was begun, and closes the
  // file. Again: nothing happens.
  asio::awaitable<void> close();

 private:
  // As long as there is a ticket, the thread goes on.
  using Ticket = asio::any_io_executor;
  Ticket take_ticket() const;
  Ticket take_last_ticket();

  // What the thread does.
  asio::awaitable<void> do_open(Ticket, std::filesystem::path path,
                                std::function<void()> before_write);
  asio::awaitable<void> do_write(Ticket, std::string data);
  asio::awaitable<void> do_close(Ticket);

  asio::io_context loop_{1};     // one thread runs it
  std::optional<LogFile> file_;  // used by that thread only
  mutable std::mutex mutex_;
  Ticket tickets_;      // guarded by mutex_; empty once closed
  std::thread thread_;  // last: it uses all of the above
};

// #region with-writer
// Calls `body(writer)` with a WriteThread on `path`, and closes that when the
// body has ended, in whichever way. An exception of the body comes first.
template <typename Body>
asio::awaitable<void> with_writer(std::filesystem::path path, Body body,
                                  std::function<void()> before_write = {}) {
  WriteThread writer;
  co_await writer.open(std::move(path), std::move(before_write));
  std::exception_ptr error;
  try {
    co_await body(writer);
  } catch (...) {
    error = std::current_exception();
  }
  try {
    co_await writer.close();
  } catch (...) {
    if (!error) error = std::current_exception();
  }
  if (error) std::rethrow_exception(error);
}
// #endregion with-writer

}  // namespace workbook
