#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <optional>
#include <thread>
#include <type_traits>
#include <vector>

#include "05-queues/closable_queue.hpp"

namespace workbook {

// Calls job(0) ... job(count - 1), up to `workers` at once, each on a thread of
// its own. Calls done(number, result) for each as it ends, in the order of
// their ends, on the thread that called fan_out: `done` needs no lock. Returns
// the results in the order of the jobs. When jobs throw, the others still run,
// and then the exception of the first to throw is thrown.
// #region fan-out
template <typename Job, typename Done>
auto fan_out(std::size_t count, std::size_t workers, Job job, Done done) {
  using Value = std::invoke_result_t<Job&, std::size_t>;
  struct Ended {
    std::size_t number;
    std::optional<Value> result;
    std::exception_ptr error;
  };
  ClosableQueue<std::size_t> numbers(std::max<std::size_t>(count, 1));
  ClosableQueue<Ended> ended(std::max<std::size_t>(count, 1));
  for (std::size_t i = 0; i < count; ++i) numbers.push(i);
  numbers.close();

  std::vector<std::jthread> threads;
  const std::size_t useful = std::min(std::max<std::size_t>(workers, 1), count);
  for (std::size_t i = 0; i < useful; ++i) {
    threads.emplace_back([&] {
      for (const std::size_t number : numbers) {
        Ended one{number, std::nullopt, nullptr};
        try {
          one.result = job(number);
        } catch (...) {
          one.error = std::current_exception();
        }
        ended.push(std::move(one));
      }
    });
  }

  std::vector<Value> results(count);
  std::exception_ptr error;
  for (std::size_t i = 0; i < count; ++i) {
    Ended next = *ended.pop();  // one for each job, whatever becomes of it
    if (!error) error = next.error;
    if (!next.result) continue;
    done(next.number, *next.result);
    results[next.number] = std::move(*next.result);
  }
  if (error) std::rethrow_exception(error);
  return results;
}
// #endregion fan-out

}  // namespace workbook
