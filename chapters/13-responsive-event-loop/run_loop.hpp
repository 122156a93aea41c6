#pragma once

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <utility>

namespace workbook {

// Runs an event loop of its own until `coroutine`, and what it spawned there,
// has ended. Throws what came out of it: asyncio.run().
inline void run_loop(asio::awaitable<void> coroutine) {
  asio::io_context loop(1);
  std::exception_ptr error;
  asio::co_spawn(loop, std::move(coroutine),
                 [&](const std::exception_ptr& thrown) { error = thrown; });
  loop.run();
  if (error) std::rethrow_exception(error);
}

}  // namespace workbook
