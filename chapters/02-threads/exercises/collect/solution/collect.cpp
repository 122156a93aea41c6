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
        } catch (...) {
          errors[i] = std::current_exception();
        }
      });
    }
  }  // they are joined here
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
  return results;
}
