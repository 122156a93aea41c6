// Rejected: assert "what escaped first in time, also from one added later"
//
// Tempting: a place for the error of each; at the end, look for the first.
//
// Wrong: the first in the list is who was added first. What failed later often
// failed because of what failed before, and that is the one to be told.
#pragma once

#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <utility>

#include "14-green-threads/green_thread.hpp"

using workbook::GreenThread;

// Runs green threads in turn, each until it suspends.
class RoundRobin {
 public:
  // Has function() called in a green thread, in turn with the others.
  void add(std::function<void()> function) {
    const int number = next_number_++;
    queue_.emplace_back(number,
                        std::make_unique<GreenThread>(std::move(function)));
  }

  // Runs all of them until each has ended. Throws what escaped first.
  void run() {
    std::map<int, std::exception_ptr> errors;
    while (!queue_.empty()) {
      auto [number, thread] = std::move(queue_.front());
      queue_.pop_front();
      thread->resume();
      if (!thread->done()) {
        queue_.emplace_back(number, std::move(thread));
      } else if (thread->error()) {
        errors[number] = thread->error();
      }
    }
    if (!errors.empty()) std::rethrow_exception(errors.begin()->second);
  }

 private:
  int next_number_ = 0;
  std::deque<std::pair<int, std::unique_ptr<GreenThread>>> queue_;
};
