#include "collect.hpp"

#include <cstddef>
#include <exception>
#include <thread>

// Runs every task in a thread of its own, all at the same time. When all of
// them have ended, returns the results in the order of the tasks or, if some
// threw, throws the exception of the first of those in this order.
std::vector<long> collect(const std::vector<std::function<long()>>& tasks) {
  // TODO: a thread for each task, a place for what each one gives, a join.
  static_cast<void>(tasks);
  return {};
}
