// Rejected: assert "every schedule: two workers keep the order of three items"
//
// Tempting: push may wait while `out` is full, and one should not hold a lock
// while one waits. So count first, unlock, then push.
//
// Wrong: as soon as it is counted, the next worker may push, and be faster. The
// turn is over when the result is in the queue, not before.
#include "in_order.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

void in_order(std::size_t workers, const std::function<int(int)>& function,
              ClosableQueue<int>& in, ClosableQueue<int>& out) {
  std::mutex taking;      // held while an item is taken and its number drawn
  std::size_t taken = 0;  // guarded by `taking`: the next number
  std::mutex passing;
  std::condition_variable changed;
  std::size_t passed = 0;  // guarded by `passing`: the number that is next
  const auto work = [&] {
    while (true) {
      std::unique_lock take(taking);
      const std::optional<int> item = in.pop();
      if (!item) return;
      const std::size_t number = taken++;
      take.unlock();
      const int result = function(*item);
      std::unique_lock pass(passing);
      changed.wait(pass, [&] { return passed == number; });
      ++passed;
      changed.notify_all();
      pass.unlock();
      out.push(result);
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < workers; ++i) threads.emplace_back(work);
}
