// Rejected: assert "what comes out is what was thrown"
//
// Tempting: every exception is a std::exception, so that is what is caught.
//
// Wrong: what is kept is a copy of the std::exception in it: its type and its
// text are cut off. And not every exception is one.
#include "collect.hpp"

#include <cstddef>
#include <exception>
#include <thread>

std::vector<long> collect(const std::vector<std::function<long()>>& tasks) {
  std::vector<long> results(tasks.size());
  std::vector<std::exception_ptr> errors(tasks.size());
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      threads.emplace_back([&, i] {
        try {
          results[i] = tasks[i]();
        } catch (const std::exception& error) {
          errors[i] = std::make_exception_ptr(error);
        }
      });
    }
  }  // they are joined here
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
  return results;
}
