#pragma once

#include <asio/awaitable.hpp>
#include <asio/thread_pool.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

// Sends a line to the collector. It blocks, and throws when that has failed.
using Send = std::function<void(const std::string& line)>;

// Notes what became of a line. It has no lock: only the thread of the loop may
// call it.
using Note = std::function<void(const std::string& what)>;

constexpr int most_tries = 3;  // for each line

// Sends the lines, one after the other. A line that fails is tried again after
// a pause. Throws what its last try threw.
asio::awaitable<void> deliver(asio::thread_pool& pool,
                              std::vector<std::string> lines, Send send,
                              Note note, std::chrono::nanoseconds pause);
