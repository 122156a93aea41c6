#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <future>
#include <ranges>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "09-thread-pools/thread_pool.hpp"

namespace workbook {

// Calls `function(item)` for each item, on the workers of `pool`, and returns
// what the calls returned, in the order of the items:
//
//   std::vector<Photo> small = map(pool, photos, shrink);
//
// Comes back when no call is going on any more. It then throws what the first
// item, in their order, threw; and std::future_error (broken_promise) when the
// pool was stopped before all were called. Several threads call `function` at
// once. Not for use in a job of the same pool: see ThreadPool.
template <std::ranges::random_access_range Items, typename F>
auto map(ThreadPool& pool, const Items& items, const F& function) {
  using Result =
      std::invoke_result_t<const F&,
                           std::ranges::range_reference_t<const Items>>;
  const auto first = std::ranges::begin(items);
  const std::ptrdiff_t size = std::ranges::distance(items);
  // A place for each item, which only the worker that took the item touches.
  std::vector<std::variant<std::monostate, Result, std::exception_ptr>>
      outcomes(static_cast<std::size_t>(size));

  // #region take-items
  std::atomic<std::ptrdiff_t> next = 0;
  const auto take_items = [&] {
    for (std::ptrdiff_t i = next++; i < size; i = next++) {
      auto& outcome = outcomes[static_cast<std::size_t>(i)];
      try {
        outcome.template emplace<1>(function(first[i]));
      } catch (...) {
        outcome.template emplace<2>(std::current_exception());
      }
    }
  };
  {
    struct Jobs {
      std::vector<std::future<void>> futures;
      ~Jobs() {  // they use our variables
        for (const std::future<void>& job : futures) job.wait();
      }
    } jobs;
    const std::size_t count = std::min(outcomes.size(), pool.size());
    for (std::size_t i = 0; i < count; ++i)
      jobs.futures.push_back(pool.submit(take_items));
  }
  // #endregion take-items

  std::vector<Result> results;
  results.reserve(outcomes.size());
  for (auto& outcome : outcomes) {
    if (const auto* error = std::get_if<2>(&outcome))
      std::rethrow_exception(*error);
    if (outcome.index() == 0)
      throw std::future_error(std::future_errc::broken_promise);
    results.push_back(std::get<1>(std::move(outcome)));
  }
  return results;
}

}  // namespace workbook
