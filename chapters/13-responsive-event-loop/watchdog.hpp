#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace workbook {

// Finds out who holds up an event loop. It has to be told what runs: see
// WatchedExecutor. For one loop, in the thread that runs it.
class Watchdog {
 public:
  using Duration = std::chrono::nanoseconds;
  using Clock = std::function<Duration()>;  // time since any fixed moment

  // Somebody who did not give the loop back for too long.
  struct Slow {
    std::string name;
    Duration held;
  };

  // Too long is `limit` or more.
  explicit Watchdog(Duration limit, Clock clock = steady_time)
      : limit_(limit), clock_(std::move(clock)) {}
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // Calls `slice()`, what `name` does between two waits, and lets its exception
  // through. A slice may run others inside; their time is not its own.
  template <typename Slice>
  void run(const std::string& name, Slice&& slice);

  // In the order in which they ended.
  const std::vector<Slow>& slow() const { return slow_; }

 private:
  static Duration steady_time() {
    return std::chrono::steady_clock::now().time_since_epoch();
  }

  void note(const std::string& name, Duration start, Duration outer);

  const Duration limit_;
  const Clock clock_;
  Duration in_slices_inside_{0};  // inside the one that runs
  std::vector<Slow> slow_;
};

// #region run
template <typename Slice>
void Watchdog::run(const std::string& name, Slice&& slice) {
  const Duration start = clock_();
  const Duration outer = std::exchange(in_slices_inside_, Duration(0));
  try {
    std::forward<Slice>(slice)();
  } catch (...) {
    note(name, start, outer);
    throw;
  }
  note(name, start, outer);
}

inline void Watchdog::note(const std::string& name, Duration start,
                           Duration outer) {
  const Duration all = clock_() - start;
  const Duration held = all - in_slices_inside_;
  in_slices_inside_ = outer + all;
  if (held >= limit_) slow_.push_back({name, held});
}
// #endregion run

}  // namespace workbook
