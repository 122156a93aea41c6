// Rejected: deadlock "every schedule: three workers and nobody is forgotten"
//
// Tempting: one result has passed, so one worker is next, and one wake-up is
// enough.
//
// Wrong: one worker is next, but the wake-up may reach another one that waits.
// It looks, is not next, and goes back to sleep; the one that is next never
// hears of it.
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
      out.push(result);
      ++passed;
      changed.notify_one();
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < workers; ++i) threads.emplace_back(work);
}
