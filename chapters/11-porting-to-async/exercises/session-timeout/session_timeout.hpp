#pragma once

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <chrono>

// Runs `session`, which uses `client`. When it is not over within `limit`, the
// socket is closed, which ends its waiting. Returns when the session has ended:
// true if it was in time. What it throws in time comes out.
asio::awaitable<bool> with_limit(asio::ip::tcp::socket& client,
                                 std::chrono::nanoseconds limit,
                                 asio::awaitable<void> session);
