// Rejected: assert "every thread has ended when a result comes out"
//
// Tempting: get() waits for the result, so nobody has to wait for the thread.
//
// Wrong: the result comes before the end of the thread. What the thread does
// then, it does while its caller has moved on, and maybe while main() ends.
#include "collect.hpp"

#include <cstddef>
#include <future>
#include <thread>
#include <utility>

std::vector<long> collect(const std::vector<std::function<long()>>& tasks) {
  std::vector<std::future<long>> futures;
  for (const std::function<long()>& task : tasks) {
    std::packaged_task<long()> packaged(task);
    futures.push_back(packaged.get_future());
    std::thread(std::move(packaged)).detach();
  }
  std::vector<long> results;
  for (std::future<long>& future : futures) results.push_back(future.get());
  return results;
}
