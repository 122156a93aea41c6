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
  // through.
  template <typename Slice>
  void run(const std::string& name, Slice&& slice);

  // In the order in which they ended.
  const std::vector<Slow>& slow() const { return slow_; }

 private:
  static Duration steady_time() {
    return std::chrono::steady_clock::now().time_since_epoch();
  }

  void note(const std::string& name, Duration start);

  const Duration limit_;
  const Clock clock_;
  std::vector<Slow> slow_;
};

// #region run
template <typename Slice>
void Watchdog::run(const std::string& name, Slice&& slice) {
  const Duration start = clock_();
  try {
    std::forward<Slice>(slice)();
  } catch (...) {
    note(name, start);
    throw;
  }
  note(name, start);
}

inline void Watchdog::note(const std::string& name, Duration start) {
  const Duration held = clock_() - start;
  if (held >= limit_) slow_.push_back({name, held});
}
// #endregion run

}  // namespace workbook
