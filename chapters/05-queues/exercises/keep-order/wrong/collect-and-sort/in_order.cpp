// Rejected: deadlock "every schedule: a result does not wait for the next item"
//
// Tempting: keep each result with its number, and push them in order when all
// are there.
//
// Wrong: a stage in a pipeline may never see the end, and until then nothing
// comes out and everything is kept. A film would be in memory before its first
// picture is shown.
#include "in_order.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

void in_order(std::size_t workers, const std::function<int(int)>& function,
              ClosableQueue<int>& in, ClosableQueue<int>& out) {
  std::mutex taking;      // held while an item is taken and its number drawn
  std::size_t taken = 0;  // guarded by `taking`: the next number
  std::mutex keeping;
  std::map<std::size_t, int> results;  // guarded by `keeping`
  const auto work = [&] {
    while (true) {
      std::unique_lock take(taking);
      const std::optional<int> item = in.pop();
      if (!item) return;
      const std::size_t number = taken++;
      take.unlock();
      const int result = function(*item);
      const std::lock_guard keep(keeping);
      results[number] = result;
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < workers; ++i) threads.emplace_back(work);
  }
  for (const auto& [number, result] : results) out.push(result);
}
