// Rejected: assert "of two exceptions the one of the earlier task comes out"
//
// Tempting: catch what the threads throw, around all of them.
//
// Wrong: an exception does not pass from one thread to another. It comes to the
// end of its own thread, and the program ends.
#include "collect.hpp"

#include <cstddef>
#include <exception>
#include <thread>

std::vector<long> collect(const std::vector<std::function<long()>>& tasks) {
  std::vector<long> results(tasks.size());
  std::exception_ptr error;
  try {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      threads.emplace_back([&, i] { results[i] = tasks[i](); });
    }
  } catch (...) {
    error = std::current_exception();
  }
  if (error) std::rethrow_exception(error);
  return results;
}
