// Rejected: assert "those that suspend take turns"
//
// Tempting: take from one end, put to the other: that is a queue.
//
// Wrong: add() puts to the end from which this takes, so the last one to come
// is the first to run.
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
      std::unique_ptr<GreenThread> thread = std::move(queue_.back());
      queue_.pop_back();
      thread->resume();
      if (!thread->done()) {
        queue_.push_front(std::move(thread));
      } else if (!error) {
        error = thread->error();
      }
    }
    if (error) std::rethrow_exception(error);
  }

 private:
  std::deque<std::unique_ptr<GreenThread>> queue_;
};
