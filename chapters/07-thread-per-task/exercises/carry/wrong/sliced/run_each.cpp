// Rejected: assert "NoAnswer 503"
//
// Tempting: make_exception_ptr makes an exception_ptr of the exception that was
// caught.
//
// Wrong: it copies what the variable is, a std::exception, and not what was
// thrown. All that the derived class has is cut off.
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
      } catch (const std::exception& error) {
        errors[i] = std::make_exception_ptr(error);
      } catch (...) {
        errors[i] = std::current_exception();
      }
    });
  }
  threads.clear();  // joins them
  return errors;
}
