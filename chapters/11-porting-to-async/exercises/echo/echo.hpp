#pragma once

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>

// Sends back what the client says, until it has no more to say. Throws
// std::system_error when the connection breaks.
asio::awaitable<void> echo(asio::ip::tcp::socket client);
