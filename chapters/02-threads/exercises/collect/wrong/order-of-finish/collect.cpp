// Rejected: assert "the results are in the order of the tasks"
//
// Tempting: each thread adds its result at the end, under a lock.
//
// Wrong: the results are in the order in which the threads got there, which is
// any.
#include "collect.hpp"

#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>

std::vector<long> collect(const std::vector<std::function<long()>>& tasks) {
  std::mutex mutex;
  std::vector<long> results;  // guarded by mutex
  std::vector<std::exception_ptr> errors(tasks.size());
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      threads.emplace_back([&, i] {
        try {
          const long result = tasks[i]();
          const std::lock_guard lock(mutex);
          results.push_back(result);
        } catch (...) {
          errors[i] = std::current_exception();
        }
      });
    }
  }
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
  return results;
}
