#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <utility>

// Makes one call of a burst of touches, once nothing was touched for `quiet`.
class Debouncer {
 public:
  Debouncer(std::chrono::milliseconds quiet, std::function<void()> fire)
      : quiet_(quiet), fire_(std::move(fire)) {}
  Debouncer(const Debouncer&) = delete;
  Debouncer& operator=(const Debouncer&) = delete;

  // TODO: remember when to fire, and wake the thread.
  void touch() { throw std::logic_error("touch() is not written yet"); }

 private:
  const std::chrono::milliseconds quiet_;
  const std::function<void()> fire_;
  // TODO: a mutex, what it guards, and a thread that waits for the right time.
};
