#pragma once

#include <asio/awaitable.hpp>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace fixture {

using Lines = std::vector<std::string>;

// Answers what it was told to, then it has left; and remembers each piece that
// was sent to it.
class Server {
 public:
  explicit Server(const Lines& answers);

  asio::awaitable<void> send(std::string text);
  asio::awaitable<std::optional<std::string>> receive();

  Lines sent;

 private:
  std::deque<std::string> answers_;
};

// Returns when it has ended, or throws what it throws.
void run(asio::awaitable<void> coroutine);

}  // namespace fixture
