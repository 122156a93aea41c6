#pragma once

#include <optional>
#include <vector>

#include "14-green-threads/green_loop.hpp"

namespace workbook {

// Joins all, at most until `limit`. Returns what each returned, in the order of
// `threads`, and nothing for one that has not ended by then; it runs on. If one
// threw, throws that instead, once all have ended or it is `limit`; of several,
// the first.
template <typename T>
std::vector<std::optional<T>> results_until(std::vector<Green<T>>& threads,
                                            GreenLoop::Time limit) {
  for (Green<T>& thread : threads) thread.join_until(limit);
  std::vector<std::optional<T>> results(threads.size());
  for (std::size_t i = 0; i < threads.size(); ++i) {
    if (threads[i].is_done()) results[i] = threads[i].join();
  }
  return results;
}

}  // namespace workbook
