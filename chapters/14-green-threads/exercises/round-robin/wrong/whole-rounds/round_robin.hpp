// Rejected: assert "a new one goes to the end of the queue, and so does one that suspends after that"
//
// Tempting: everyone has a turn in a round, and whoever is new comes with the
// next.
//
// Wrong: those of the round stand before the new one again, although it was
// there before they suspended.
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
      std::deque<std::unique_ptr<GreenThread>> round = std::move(queue_);
      queue_.clear();
      for (std::unique_ptr<GreenThread>& thread : round) {
        thread->resume();
        if (thread->done()) {
          if (!error) error = thread->error();
          thread.reset();
        }
      }
      std::erase(round, nullptr);
      for (std::unique_ptr<GreenThread>& added : queue_)
        round.push_back(std::move(added));
      queue_ = std::move(round);
    }
    if (error) std::rethrow_exception(error);
  }

 private:
  std::deque<std::unique_ptr<GreenThread>> queue_;
};
