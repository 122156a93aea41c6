#pragma once

#include <algorithm>
#include <chrono>
#include <exception>
#include <list>
#include <optional>
#include <stdexcept>
#include <utility>

#include "10-coroutines/poller.hpp"
#include "10-coroutines/task.hpp"
#include "10-coroutines/timers.hpp"
#include "10-coroutines/waiters.hpp"

namespace workbook {

// Runs coroutines in one thread, each until it waits, and knows who waits for
// what: for its turn, for a time, for a file descriptor.
//
//   EventLoop loop;
//   const Answer answer = loop.run(ask(loop, question));
//
// On a virtual clock, time stands still while anyone can run and jumps to the
// next timer when all wait: for tests. What waits for a loop must end before
// it. Not for use by several threads, nor by itself: no run() in a run().
class EventLoop {
 public:
  using Duration = std::chrono::nanoseconds;
  enum class Clock { real, virtual_time };

  explicit EventLoop(Clock clock = Clock::real)
      : is_virtual_(clock == Clock::virtual_time) {}
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // Runs `task` and all others until `task` is done, and returns its result.
  // Throws what it throws, what a spawned task throws, and std::logic_error
  // when all wait and nothing can wake them.
  template <typename T>
  T run(Task<T> task);

  // Begins a task that nobody awaits; the loop owns it. Destroying the loop
  // cancels those that have not ended.
  void spawn(Task<> task);

  // Since the loop was made, or since the virtual clock began.
  Duration now() const;

  // To be awaited. The caller waits until all others who can run had a turn;
  // for that long, at least; until there is something to read.
  WaiterList::Wait yield() { return WaiterList::Wait(ready_); }
  Timers::Sleep sleep_for(Duration time) { return {timers_, now() + time}; }
  Poller::Readable readable(int fd) { return {poller_, fd}; }

  // For other things to await: `waiter` has its turn after those who can run.
  void post(Waiter& waiter) { ready_.push(waiter); }

 private:
  void turn();
  void wait();
  Task<> supervise(Task<> task, std::list<Task<>>::iterator place);

  const bool is_virtual_;
  const Duration start_ = std::chrono::steady_clock::now().time_since_epoch();
  Duration virtual_now_{0};

  WaiterList ready_;  // who can run
  Timers timers_;     // who waits for a time
  Poller poller_;     // who waits for a descriptor

  std::exception_ptr error_;  // of a spawned task
  std::list<Task<>> spawned_;
  std::list<Task<>> ended_;  // spawned, and destroyed after this turn
};

inline EventLoop::Duration EventLoop::now() const {
  if (is_virtual_) return virtual_now_;
  return std::chrono::steady_clock::now().time_since_epoch() - start_;
}

// #region spawn
inline void EventLoop::spawn(Task<> task) {
  const auto place = spawned_.emplace(spawned_.end());
  *place = supervise(std::move(task), place);
  place->start();
}

inline Task<> EventLoop::supervise(Task<> task,
                                   std::list<Task<>>::iterator place) {
  try {
    co_await std::move(task);
  } catch (...) {
    if (!error_) error_ = std::current_exception();
  }
  ended_.splice(ended_.end(), spawned_, place);
}
// #endregion spawn

// #region run
template <typename T>
T EventLoop::run(Task<T> task) {
  task.start();
  while (!task.is_done() && !error_) turn();
  if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
  return std::move(task).result();
}

inline void EventLoop::turn() {
  wait();
  WaiterList running;
  running.take(ready_);
  while (!running.is_empty()) running.pop().coroutine.resume();
  ended_.clear();
}
// #endregion run

// #region wait
// Until somebody can run; if one can now, only looks who else can.
inline void EventLoop::wait() {
  const bool nobody = ready_.is_empty();
  if (nobody && timers_.is_empty() && poller_.is_empty())
    throw std::logic_error("all coroutines wait, and nothing can wake them");

  std::optional<Duration> limit;  // how long to sleep; nothing: for ever
  if (!nobody || (is_virtual_ && !timers_.is_empty()))
    limit = Duration(0);
  else if (!timers_.is_empty())
    limit = std::max(timers_.next() - now(), Duration(0));
  if (!poller_.is_empty() || limit != Duration(0)) poller_.wait(limit, ready_);

  if (timers_.is_empty()) return;
  if (is_virtual_ && nobody && ready_.is_empty())
    virtual_now_ = std::max(virtual_now_, timers_.next());
  timers_.wake(now(), ready_);
}
// #endregion wait

}  // namespace workbook
