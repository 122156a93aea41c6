#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "11-porting-to-async/client_session.hpp"
#include "11-porting-to-async/connection.hpp"
#include "11-porting-to-async/server_session.hpp"

namespace workbook {

// A session of the server, from its first line to its end.
// #region serve
inline void serve(Connection& client, ServerSession session) {
  try {
    while (std::optional<std::string> line = client.receive()) {
      const std::string answer = session.answer(*line);
      if (!answer.empty()) client.send(answer);
    }
  } catch (const ProtocolError& error) {
    client.send_last(error_line(error));
    throw;
  }
}
// #endregion serve

// A game of the client, all turns of it.
// #region play
inline std::vector<Turn> play(Connection& server, Game game) {
  ClientSession session(game);
  server.send(session.start());
  while (!session.is_over()) {
    std::optional<std::string> line = server.receive();
    if (!line) throw std::runtime_error("the server has left");
    server.send(session.answer(*line));
  }
  return session.turns();
}
// #endregion play

}  // namespace workbook
