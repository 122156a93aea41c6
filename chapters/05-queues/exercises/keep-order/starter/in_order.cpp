#include "in_order.hpp"

#include <optional>
#include <thread>
#include <vector>

// Passes the items of `in` through `function`, `workers` at a time, and pushes
// the results to `out` in the order of the items. Returns when `in` is closed
// and drained, and all results are in `out`.
void in_order(std::size_t workers, const std::function<int(int)>& function,
              ClosableQueue<int>& in, ClosableQueue<int>& out) {
  const auto work = [&] {
    // TODO: whoever is ready first pushes first
    while (const std::optional<int> item = in.pop()) {
      out.push(function(*item));
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < workers; ++i) threads.emplace_back(work);
}
