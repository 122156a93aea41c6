// Rejected: assert "those that suspend take turns"
//
// Tempting: the loop looks done, and every function does run to its end.
//
// Wrong: one that suspends wants the others to run. Here it is resumed at once,
// and the others wait until it has ended.
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
    queue_.push_back(std::make_unique<GreenThread>(std::move(function)));
  }

  // Runs all of them until each has ended. Throws what escaped first.
  void run() {
    std::exception_ptr error;
    while (!queue_.empty()) {
      const std::unique_ptr<GreenThread> thread = std::move(queue_.front());
      queue_.pop_front();
      while (!thread->done()) thread->resume();
      if (!error) error = thread->error();
    }
    if (error) std::rethrow_exception(error);
  }

 private:
  std::deque<std::unique_ptr<GreenThread>> queue_;
};
