// Rejected: crash "terminate called"
//
// Tempting: a try around the line that starts the thread, as in Python around a
// call.
//
// Wrong: starting a thread is done long before the task throws. What leaves the
// function of a thread ends the program.
#include "run_each.hpp"

#include <thread>

std::vector<std::exception_ptr> run_each(
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
