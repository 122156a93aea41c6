// Rejected: race "of two exceptions the one of the earlier task comes out"
//
// Tempting: one exception is thrown in the end, so there is one place for it.
//
// Wrong: two threads write to that place and nothing orders them: a data race.
// With a place for each thread there is nothing to guard.
#include "collect.hpp"

#include <cstddef>
#include <exception>
#include <thread>

std::vector<long> collect(const std::vector<std::function<long()>>& tasks) {
  std::vector<long> results(tasks.size());
  std::exception_ptr error;
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      threads.emplace_back([&, i] {
        try {
          results[i] = tasks[i]();
        } catch (...) {
          error = std::current_exception();
        }
      });
    }
  }  // they are joined here
  if (error) std::rethrow_exception(error);
  return results;
}
