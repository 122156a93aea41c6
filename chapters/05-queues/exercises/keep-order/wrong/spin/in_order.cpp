// Rejected: assert "a worker whose result is not next sleeps until it is"
//
// Tempting: an atomic counter, and each worker looks at it until its number is
// next. It will not be long.
//
// Wrong: it is as long as the slowest call, and all that time the worker keeps
// a core busy that the slow call could use.
#include "in_order.hpp"

#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

void in_order(std::size_t workers, const std::function<int(int)>& function,
              ClosableQueue<int>& in, ClosableQueue<int>& out) {
  std::mutex taking;      // held while an item is taken and its number drawn
  std::size_t taken = 0;  // guarded by `taking`: the next number
  std::atomic<std::size_t> passed = 0;  // the number that is next
  const auto work = [&] {
    while (true) {
      std::unique_lock take(taking);
      const std::optional<int> item = in.pop();
      if (!item) return;
      const std::size_t number = taken++;
      take.unlock();
      const int result = function(*item);
      while (passed != number) std::this_thread::yield();
      out.push(result);
      ++passed;
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < workers; ++i) threads.emplace_back(work);
}
