#pragma once

#include <coroutine>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

#include "10-coroutines/task.hpp"

namespace workbook {

namespace detail {

// Begins all tasks and waits until all are done, whatever becomes of them.
// #region all-done
template <typename T>
struct AllDone {
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> caller) {
    for (Task<T>& task : tasks) task.start(caller, left);
    return --left > 0;  // if all are done already, there is no wait
  }
  void await_resume() const noexcept {}

  std::vector<Task<T>>& tasks;
  std::size_t left = tasks.size() + 1;  // one more, until all have begun
};
// #endregion all-done

}  // namespace detail

// Runs all tasks at the same time and returns their results, in their order.
// When one fails the others go on: once all are done, it throws what the first
// one in their order that failed has thrown.
//
//   std::vector<Page> pages = co_await when_all(std::move(downloads));
// #region when-all
template <typename T>
Task<std::vector<T>> when_all(std::vector<Task<T>> tasks) {
  co_await detail::AllDone<T>{tasks};
  std::vector<T> results;
  results.reserve(tasks.size());
  for (Task<T>& task : tasks) results.push_back(std::move(task).result());
  co_return results;
}
// #endregion when-all

// The same for tasks that return nothing.
inline Task<> when_all(std::vector<Task<>> tasks) {
  co_await detail::AllDone<void>{tasks};
  for (Task<>& task : tasks) std::move(task).result();
}

}  // namespace workbook
