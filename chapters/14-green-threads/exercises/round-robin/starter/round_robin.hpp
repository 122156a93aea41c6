#pragma once

#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "14-green-threads/green_thread.hpp"

using workbook::GreenThread;

// Runs green threads in turn, each until it suspends.
class RoundRobin {
 public:
  // Has function() called in a green thread, in turn with the others.
  void add(std::function<void()> function) {
    // TODO: keep it, in a green thread
    static_cast<void>(function);
  }

  // Runs all of them until each has ended. Throws what escaped first.
  void run() {
    // TODO
  }

 private:
  // what waits for its turn
  std::deque<std::unique_ptr<GreenThread>> queue_;
};
