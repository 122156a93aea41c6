// Rejected: deadlock "every schedule: a result does not wait for the next item"
//
// Tempting: two counters, one mutex. That it is held while the worker waits for
// an item does no harm: nobody else could take one.
//
// Wrong: whoever is ready needs it too, to pass the result on. It stays inside
// until another item comes, and when whoever sends the items waits for the
// result first, it stays for ever.
#include "in_order.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

void in_order(std::size_t workers, const std::function<int(int)>& function,
              ClosableQueue<int>& in, ClosableQueue<int>& out) {
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t taken = 0;   // guarded by mutex
  std::size_t passed = 0;  // guarded by mutex
  const auto work = [&] {
    std::unique_lock lock(mutex);
    while (const std::optional<int> item = in.pop()) {
      const std::size_t number = taken++;
      lock.unlock();
      const int result = function(*item);
      lock.lock();
      changed.wait(lock, [&] { return passed == number; });
      out.push(result);
      ++passed;
      changed.notify_all();
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < workers; ++i) threads.emplace_back(work);
}
