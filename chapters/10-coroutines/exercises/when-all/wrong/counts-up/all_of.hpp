// Rejected: assert "tasks that never wait are not taken for the last ones"
//
// Tempting: count each task when it is started.
//
// Wrong: one that never waits has ended before the next is counted. The count
// comes to zero, the event is set, and nobody waits for those that follow.
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

template <typename T>
workbook::Task<std::vector<T>> all_of(workbook::EventLoop& loop,
                                      std::vector<workbook::Task<T>> tasks) {
  workbook::AsyncEvent all_done(loop);
  std::vector<Place<T>> places(tasks.size());
  std::size_t left = 0;
  std::vector<workbook::Task<>> fillers;
  for (std::size_t i = 0; i < tasks.size(); ++i)
    fillers.push_back(fill(std::move(tasks[i]), places[i], left, all_done));
  for (workbook::Task<>& filler : fillers) {
    ++left;
    filler.start();
  }
  if (!fillers.empty()) co_await all_done.wait();

  std::vector<T> results;
  for (Place<T>& place : places) {
    if (place.error) std::rethrow_exception(place.error);
    results.push_back(std::move(place.value).value());
  }
  co_return results;
}
