#pragma once

#include <asio/awaitable.hpp>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "11-porting-to-async/async_connection.hpp"
#include "11-porting-to-async/client_session.hpp"
#include "11-porting-to-async/server_session.hpp"

namespace workbook {

// A session of the server, from its first line to its end.
// #region serve
inline asio::awaitable<void> serve(AsyncConnection& client,
                                   ServerSession session) {
  std::optional<ProtocolError> refusal;
  try {
    while (std::optional<std::string> line = co_await client.receive()) {
      const std::string answer = session.answer(*line);
      if (!answer.empty()) co_await client.send(answer);
    }
  } catch (const ProtocolError& error) {
    refusal = error;
  }
  if (refusal) {
    co_await client.send_last(error_line(*refusal));
    throw ProtocolError(*refusal);
  }
}
// #endregion serve

// A game of the client, all turns of it.
// #region play
inline asio::awaitable<std::vector<Turn>> play(AsyncConnection& server,
                                               Game game) {
  ClientSession session(game);
  co_await server.send(session.start());
  while (!session.is_over()) {
    std::optional<std::string> line = co_await server.receive();
    if (!line) throw std::runtime_error("the server has left");
    co_await server.send(session.answer(*line));
  }
  co_return session.turns();
}
// #endregion play

}  // namespace workbook
