// Rejected: assert "results come in the order of the tasks"
//
// Tempting: whoever is done adds its result to the list.
//
// Wrong: then the list has the order in which they were done, and nobody can
// tell which result is whose.
#pragma once

#include <cstddef>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "10-coroutines/async_event.hpp"
#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/task.hpp"

template <typename T>
workbook::Task<> fill(workbook::Task<T> task, std::vector<T>& results,
                      std::exception_ptr& error, std::size_t& left,
                      workbook::AsyncEvent& all_done) {
  try {
    results.push_back(co_await std::move(task));
  } catch (...) {
    error = std::current_exception();
  }
  if (--left == 0) all_done.set();
}

template <typename T>
workbook::Task<std::vector<T>> all_of(workbook::EventLoop& loop,
                                      std::vector<workbook::Task<T>> tasks) {
  workbook::AsyncEvent all_done(loop);
  std::vector<T> results;
  std::exception_ptr error;
  std::size_t left = tasks.size();
  std::vector<workbook::Task<>> fillers;
  for (workbook::Task<T>& task : tasks)
    fillers.push_back(fill(std::move(task), results, error, left, all_done));
  for (workbook::Task<>& filler : fillers) filler.start();
  if (left > 0) co_await all_done.wait();
  if (error) std::rethrow_exception(error);
  co_return results;
}
