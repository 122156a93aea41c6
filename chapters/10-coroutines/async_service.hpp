#pragma once

#include <sys/socket.h>

#include <cerrno>
#include <utility>
#include <vector>

#include "06-fan-out/rules.hpp"
#include "06-fan-out/slow_service.hpp"
#include "10-coroutines/event_loop.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/unique_fd.hpp"

namespace workbook {

// Asks a SlowService from coroutines, any number at once, and keeps no thread
// waiting. Borrows both.
class AsyncService {
 public:
  AsyncService(EventLoop& loop, SlowService& service)
      : loop_(loop), service_(service) {}

  // Done when the answer is there. Throws std::system_error, see
  // SlowService::ask.
  Task<> ask();

 private:
  UniqueFd take_connection();

  EventLoop& loop_;
  SlowService& service_;
  std::vector<UniqueFd> idle_;
};

// #region ask
inline Task<> AsyncService::ask() {
  UniqueFd connection = take_connection();
  char byte = '?';
  check_errno(::send(connection.get(), &byte, 1, MSG_NOSIGNAL), "ask");
  co_await loop_.readable(connection.get());
  if (check_errno(::recv(connection.get(), &byte, 1, 0), "read the answer") ==
      0)
    throw_errno("wait for an answer", ECONNRESET);
  idle_.push_back(std::move(connection));
}
// #endregion ask

inline UniqueFd AsyncService::take_connection() {
  if (idle_.empty()) return service_.connect();
  UniqueFd connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

// The rule of the game, which has to ask first.
// #region slow-logic
inline Task<Cell> slow_logic_async(AsyncService& service, Cell cell,
                                   int neighbors) {
  co_await service.ask();
  co_return game_logic(cell, neighbors);
}
// #endregion slow-logic

// Counting that has to ask first, too.
template <typename Get>
Task<int> slow_count_async(AsyncService& service, int y, int x,
                           const Get& get) {
  co_await service.ask();
  co_return count_neighbors(y, x, get);
}

}  // namespace workbook
