// What the lesson shows of threads under every schedule.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "interleave/interleave.hpp"
#include "workbook/sections.hpp"

namespace {

using namespace workbook;

using Order = std::array<int, 3>;

// #region order
Order order_of_three_threads() {
  Order order{};
  std::atomic<std::size_t> place = 0;
  const auto run = [&](int me) { order.at(place++) = me; };
  std::jthread a(run, 1);
  std::jthread b(run, 2);
  std::jthread c(run, 3);
  a.join();
  b.join();
  c.join();
  return order;
}
// #endregion order

// #region orders
void orders(const Arguments&) {
  int possible = 0;
  Order order = {1, 2, 3};
  do {
    const Report report =
        explore([&] { check(order_of_three_threads() != order); });
    if (report.passed()) continue;
    ++possible;
    fmt::print("{} {} {}: happens in schedule {}\n", order[0], order[1],
               order[2], report.schedules);
  } while (std::ranges::next_permutation(order).found);
  fmt::print("{} orders are possible\n", possible);
}
// #endregion orders

// #region hasty-event
class HastyEvent {
 public:
  void set() {
    set_ = true;
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    while (!set_) {
      changed_.wait(lock);
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> set_ = false;
};
// #endregion hasty-event

void lost_wakeup(const Arguments&) {
  const Report report = explore([] {
    HastyEvent event;
    std::jthread waiter([&] { event.wait(); });
    event.set();
  });
  const bool color =
      ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
  fmt::print("{}", report.to_text(80, color));
}

}  // namespace

int main(int argc, char** argv) {
  return run_sections(
      argc, argv,
      {{"orders", "", "which of three threads is first", orders},
       {"lost-wakeup", "", "an event that is set without the lock",
        lost_wakeup}});
}
