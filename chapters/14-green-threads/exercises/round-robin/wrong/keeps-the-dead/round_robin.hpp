// Rejected: assert "one that has ended is destroyed before the next one runs"
//
// Tempting: one list owns them, another one is the queue. At the end all are
// destroyed.
//
// Wrong: a scheduler may run for days. Each stack, and all that its function
// held, stays until then.
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
    threads_.push_back(std::make_unique<GreenThread>(std::move(function)));
    queue_.push_back(threads_.back().get());
  }

  // Runs all of them until each has ended. Throws what escaped first.
  void run() {
    while (!queue_.empty()) {
      GreenThread* thread = queue_.front();
      queue_.pop_front();
      thread->resume();
      if (!thread->done()) queue_.push_back(thread);
      if (thread->error() && !error_) error_ = thread->error();
    }
    threads_.clear();
    if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
  }

 private:
  std::vector<std::unique_ptr<GreenThread>> threads_;
  std::deque<GreenThread*> queue_;
  std::exception_ptr error_;
};
