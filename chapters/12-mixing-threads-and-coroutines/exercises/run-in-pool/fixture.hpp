#pragma once

#include <sys/types.h>

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>
#include <asio/thread_pool.hpp>
#include <memory>
#include <stdexcept>
#include <thread>

namespace fixture {

// A loop that runs in the thread of the test, and a pool.
struct Place {
  Place();

  bool is_here() const;
  bool is_in_the_pool();

  // A test case fails with what the coroutine throws.
  void begin(asio::awaitable<void> coroutine);
  void run(asio::awaitable<void> coroutine);  // and returns when all have ended

  const std::thread::id here;
  const pid_t loop_thread;
  asio::io_context loop;
  asio::thread_pool pool;
};

struct NoDisk : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A result without a default, and that can only be moved.
struct Piece {
  explicit Piece(int bytes) : size(std::make_unique<int>(bytes)) {}
  std::unique_ptr<int> size;
};

}  // namespace fixture
