#pragma once

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <optional>
#include <type_traits>
#include <utility>

// Calls `function()` in a thread of `pool`, so that the loop of the caller goes
// on meanwhile. The caller goes on in its loop, with what the function returned
// or threw.
template <typename F>
asio::awaitable<std::invoke_result_t<F&>> run_in_pool(asio::thread_pool& pool,
                                                      F function) {
  // TODO: this blocks the loop. Have `pool` do it.
  (void)pool;
  co_return function();
}
