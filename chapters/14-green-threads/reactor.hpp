#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

namespace workbook {

// An event loop in the first of the three styles: tell it what to call, and
// when.
//
//   Reactor reactor;
//   reactor.wait(reactor.now() + 1s, [](bool) { fmt::print("a second\n"); });
//   reactor.run();
//
// All calls are made by run() or run_once(), one at a time, in the thread that
// calls it. An exception that comes out of a callback comes out of there.
class Reactor {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Id = std::uint64_t;
  using Callback = std::function<void(bool came)>;
  static constexpr Time never = Time::max();

  // On `virtual_time` nobody waits for a time: when there is nothing else to
  // do, the clock jumps to the next. Descriptors have 100 ms to become ready.
  enum class Clock { real, virtual_time };

  explicit Reactor(Clock clock = Clock::real) : clock_(clock) {}
  Reactor(const Reactor&) = delete;
  Reactor& operator=(const Reactor&) = delete;

  Time now() const;

  // Calls callback() soon, after what was posted before.
  void post(std::function<void()> callback) {
    posted_.push_back(std::move(callback));
  }

  // Calls callback(true) once `fd` is ready for one of `events` (POLLIN,
  // POLLOUT) or has an error, or after wake(); or callback(false) when the time
  // is `limit`. Once in all. The id is good until then.
  Id wait(Time limit, Callback callback, int fd = -1, short events = 0);

  // Has callback(true) called soon. Does nothing if it was called already.
  void wake(Id id) {
    post([this, id] { call(id, true); });
  }

  // The callback is not called. Does nothing if it was called already.
  void cancel(Id id) { take(id); }

  // Runs what is due, once there is something. Returns false if there is
  // nothing to wait for.
  bool run_once();

  // Until there is nothing left to wait for.
  void run() {
    while (run_once()) continue;
  }

  // Forgets all callbacks.
  void clear();

 private:
  struct Wait {
    Time limit;
    Callback callback;
    int fd;
    short events;
  };

  Callback take(Id id);
  void call(Id id, bool came) {
    if (const Callback callback = take(id)) callback(came);
  }
  void run_posted();
  std::vector<Id> poll_descriptors() const;
  int poll_timeout() const;  // milliseconds, or -1: for ever
  void jump();               // on virtual time: to the next timer
  void run_timers();

  const Clock clock_;
  Time virtual_now_{};
  Id last_id_ = 0;
  std::deque<std::function<void()>> posted_;
  std::map<Id, Wait> waits_;
  std::set<std::pair<Time, Id>> timers_;  // of those with a limit
  std::set<Id> descriptors_;              // of those with a descriptor
};

}  // namespace workbook
