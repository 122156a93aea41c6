#pragma once

#include <cstddef>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "10-coroutines/async_event.hpp"
#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/task.hpp"

// What becomes of a task.
template <typename T>
struct Place {
  std::optional<T> value;
  std::exception_ptr error;
};

template <typename T>
workbook::Task<> fill(workbook::Task<T> task, Place<T>& place,
                      std::size_t& left, workbook::AsyncEvent& all_done) {
  try {
    place.value = co_await std::move(task);
  } catch (...) {
    place.error = std::current_exception();
  }
  if (--left == 0) all_done.set();
}

// Runs all tasks at the same time and returns their results, in their order.
// Once all have ended, it throws what the first that failed has thrown.
template <typename T>
workbook::Task<std::vector<T>> all_of(workbook::EventLoop& loop,
                                      std::vector<workbook::Task<T>> tasks) {
  workbook::AsyncEvent all_done(loop);
  std::vector<Place<T>> places(tasks.size());
  std::size_t left = tasks.size();
  std::vector<workbook::Task<>> fillers;
  for (std::size_t i = 0; i < tasks.size(); ++i)
    fillers.push_back(fill(std::move(tasks[i]), places[i], left, all_done));
  for (workbook::Task<>& filler : fillers) filler.start();
  if (left > 0) co_await all_done.wait();

  std::vector<T> results;
  for (Place<T>& place : places) {
    if (place.error) std::rethrow_exception(place.error);
    results.push_back(*std::move(place.value));
  }
  co_return results;
}
