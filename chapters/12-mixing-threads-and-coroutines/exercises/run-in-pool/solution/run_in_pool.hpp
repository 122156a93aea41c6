#pragma once

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <optional>
#include <type_traits>
#include <utility>

template <typename F>
asio::awaitable<void> call(F& function) {
  function();
  co_return;
}

// Calls `function()` in a thread of `pool`, so that the loop of the caller goes
// on meanwhile. The caller goes on in its loop, with what the function returned
// or threw.
template <typename F>
asio::awaitable<std::invoke_result_t<F&>> run_in_pool(asio::thread_pool& pool,
                                                      F function) {
  using Result = std::invoke_result_t<F&>;
  if constexpr (std::is_void_v<Result>) {
    co_await asio::co_spawn(pool, call(function), asio::use_awaitable);
  } else {
    std::optional<Result> result;  // Asio's own would need a default
    auto keep = [&] { result.emplace(function()); };
    co_await asio::co_spawn(pool, call(keep), asio::use_awaitable);
    co_return std::move(*result);
  }
}
