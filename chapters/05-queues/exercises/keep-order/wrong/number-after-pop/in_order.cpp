// Rejected: assert "every schedule: two workers keep the order of three items"
//
// Tempting: the queue is safe to pop from many threads, so only the counter
// needs care, and an atomic one does.
//
// Wrong: between the pop and the number, another worker pops the next item and
// draws the earlier number. Each step is safe; the two together are not one
// step.
#include "in_order.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

void in_order(std::size_t workers, const std::function<int(int)>& function,
              ClosableQueue<int>& in, ClosableQueue<int>& out) {
  std::atomic<std::size_t> taken = 0;
  std::mutex passing;
  std::condition_variable changed;
  std::size_t passed = 0;  // guarded by `passing`: the number that is next
  const auto work = [&] {
    while (const std::optional<int> item = in.pop()) {
      const std::size_t number = taken++;
      const int result = function(*item);
      std::unique_lock pass(passing);
      changed.wait(pass, [&] { return passed == number; });
      out.push(result);
      ++passed;
      changed.notify_all();
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < workers; ++i) threads.emplace_back(work);
}
