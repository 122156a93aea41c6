#include "echo.hpp"

#include <array>
#include <asio/buffer.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <system_error>

// Sends back what the client says, until it has no more to say. Throws
// std::system_error when the connection breaks.
//
// With threads, it was:
//
//   void echo(UniqueFd client) {
//     std::array<char, 4096> buffer;
//     for (;;) {
//       const ssize_t count = check_errno(
//           ::recv(client.get(), buffer.data(), buffer.size(), 0), "receive");
//       if (count == 0) return;
//       send_all(client, buffer.data(), count);
//     }
//   }
asio::awaitable<void> echo(asio::ip::tcp::socket client) {
  // TODO: wait for what comes, without blocking the thread.
  // TODO: at its end, return.
  // TODO: send all of it back, and begin again.
  client.close();
  co_return;
}
