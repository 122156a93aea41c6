#include "fixture.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <utility>

namespace fixture {

Server::Server(const Lines& answers)
    : answers_(answers.begin(), answers.end()) {}

asio::awaitable<void> Server::send(std::string text) {
  sent.push_back(std::move(text));
  co_return;
}

asio::awaitable<std::optional<std::string>> Server::receive() {
  if (answers_.empty()) co_return std::nullopt;
  std::string answer = answers_.front();
  answers_.pop_front();
  co_return answer;
}

void run(asio::awaitable<void> coroutine) {
  asio::io_context loop;
  asio::co_spawn(loop, std::move(coroutine),
                 [](const std::exception_ptr& error) {
                   if (error) std::rethrow_exception(error);
                 });
  loop.run();
}

}  // namespace fixture
