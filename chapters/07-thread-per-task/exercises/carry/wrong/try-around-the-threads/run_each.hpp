// Rejected: crash "terminate called"
//
// Tempting: a try around the line that starts the thread, as in Python around a
// call.
//
// Wrong: starting a thread is done long before the task throws. What leaves the
// function of a thread ends the program.
#pragma once

#include <exception>
#include <functional>
#include <thread>
#include <vector>

// Runs every task in a thread of its own, all at once, and returns, when all
// have ended, what each of them threw: null if it threw nothing.
inline std::vector<std::exception_ptr> run_each(
    const std::vector<std::function<void()>>& tasks) {
  std::vector<std::exception_ptr> errors(tasks.size());
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    try {
      threads.emplace_back([&, i] { tasks[i](); });
    } catch (...) {
      errors[i] = std::current_exception();
    }
  }
  threads.clear();  // joins them
  return errors;
}
