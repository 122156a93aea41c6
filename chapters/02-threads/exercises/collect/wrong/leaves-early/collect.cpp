// Rejected: assert "every thread has ended when an exception comes out"
//
// Tempting: get() waits for each result and throws what the task threw, and
// then the threads are joined.
//
// Wrong: get() throws, and the line that joins is never reached. A std::thread
// that is destroyed before it was joined ends the program.
#include "collect.hpp"

#include <cstddef>
#include <future>
#include <thread>
#include <utility>

std::vector<long> collect(const std::vector<std::function<long()>>& tasks) {
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
