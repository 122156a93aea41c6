// Rejected: assert "one that ended by an exception is destroyed as early"
//
// Tempting: those that failed are needed once more, for their errors.
//
// Wrong: the error is needed, and not the green thread. Its stack and what its
// function held stay until the last one has ended.
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
    std::vector<std::unique_ptr<GreenThread>> failed;
    while (!queue_.empty()) {
      std::unique_ptr<GreenThread> thread = std::move(queue_.front());
      queue_.pop_front();
      thread->resume();
      if (!thread->done()) {
        queue_.push_back(std::move(thread));
      } else if (thread->error()) {
        failed.push_back(std::move(thread));
      }
    }
    if (!failed.empty()) std::rethrow_exception(failed.front()->error());
  }

 private:
  std::deque<std::unique_ptr<GreenThread>> queue_;
};
