// Rejected: crash "terminate called"
//
// Tempting: every exception worth its name is a std::exception.
//
// Wrong: a library may throw what it likes. What is not caught ends the
// program.
#include "run_each.hpp"

#include <thread>

std::vector<std::exception_ptr> run_each(
    const std::vector<std::function<void()>>& tasks) {
  std::vector<std::exception_ptr> errors(tasks.size());
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    threads.emplace_back([&, i] {
      try {
        tasks[i]();
      } catch (const std::exception&) {
        errors[i] = std::current_exception();
      }
    });
  }
  threads.clear();  // joins them
  return errors;
}
