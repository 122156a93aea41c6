// Rejected: assert "the first error in order is thrown after all have ended"
//
// Tempting: the first error decides, so why wait for the others?
//
// Wrong: they still run, and are destroyed in the middle of what they do. And
// which error comes first depends on the day.
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
                      std::size_t& left, std::exception_ptr& error,
                      workbook::AsyncEvent& all_done) {
  try {
    place.value = co_await std::move(task);
  } catch (...) {
    if (!error) error = std::current_exception();
    all_done.set();
  }
  if (--left == 0) all_done.set();
}

template <typename T>
workbook::Task<std::vector<T>> all_of(workbook::EventLoop& loop,
                                      std::vector<workbook::Task<T>> tasks) {
  workbook::AsyncEvent all_done(loop);
  std::vector<Place<T>> places(tasks.size());
  std::size_t left = tasks.size();
  std::exception_ptr error;
  std::vector<workbook::Task<>> fillers;
  for (std::size_t i = 0; i < tasks.size(); ++i)
    fillers.push_back(
        fill(std::move(tasks[i]), places[i], left, error, all_done));
  for (workbook::Task<>& filler : fillers) filler.start();
  if (left > 0) co_await all_done.wait();
  if (error) std::rethrow_exception(error);

  std::vector<T> results;
  for (Place<T>& place : places) {
    results.push_back(*std::move(place.value));
  }
  co_return results;
}
