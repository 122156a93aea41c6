// Rejected: timeout "two workers work at the same time"
//
// Tempting: take, compute and push under one lock, and nothing can get out of
// order.
//
// Wrong: nothing can, because only one worker works. The others wait for the
// lock.
#include "in_order.hpp"

#include <mutex>
#include <optional>
#include <thread>
#include <vector>

void in_order(std::size_t workers, const std::function<int(int)>& function,
              ClosableQueue<int>& in, ClosableQueue<int>& out) {
  std::mutex mutex;
  const auto work = [&] {
    while (true) {
      const std::lock_guard lock(mutex);
      const std::optional<int> item = in.pop();
      if (!item) return;
      out.push(function(*item));
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < workers; ++i) threads.emplace_back(work);
}
