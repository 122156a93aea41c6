#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include "14-green-threads/green_state.hpp"
#include "14-green-threads/green_thread.hpp"
#include "14-green-threads/reactor.hpp"

namespace workbook {

template <typename T>
class Green;

// Runs green threads, all in the OS thread that calls run():
//
//   GreenLoop loop;
//   loop.run([&] {
//     Green<int> answer = loop.spawn([&] {
//       loop.sleep_for(100ms);  // the others run meanwhile
//       return 42;
//     });
//     fmt::print("{}\n", answer.join());
//   });
class GreenLoop {
 public:
  using Time = Reactor::Time;
  using Clock = Reactor::Clock;
  static constexpr Time never = Reactor::never;

  explicit GreenLoop(Clock clock = Clock::real) : reactor_(clock) {}
  GreenLoop(const GreenLoop&) = delete;
  GreenLoop& operator=(const GreenLoop&) = delete;
  ~GreenLoop() { stop_all(); }

  // Calls function() in a green thread, and runs all there are, until it
  // returns. The others are then unwound where they are. Returns what it
  // returned, or throws: what it threw, or what another one threw and nobody
  // joined, or std::logic_error when each waits for another.
  template <typename F>
  std::invoke_result_t<F&> run(F function);

  // Starts a green thread. It first runs when the caller next waits.
  template <typename F>
  Green<std::invoke_result_t<F&>> spawn(F function);

  Time now() const { return reactor_.now(); }

  // All below are called in a green thread, and let the others run.

  // Goes on after those that could go on now.
  void yield();
  void sleep_until(Time time) { wait(time); }
  void sleep_for(std::chrono::nanoseconds time) { wait(now() + time); }

  // Waits until `fd` is ready for one of `events` (POLLIN, POLLOUT) or has an
  // error. Returns false when the time is `limit` first.
  bool wait_for(int fd, short events, Time limit = never) {
    return wait(limit, fd, events);
  }

 private:
  template <typename T>
  friend class Green;
  class Waiting;

  void check_can_wait() const;
  bool wait(Time limit, int fd = -1, short events = 0,
            std::vector<Reactor::Id>* wakers = nullptr);
  void start(std::shared_ptr<GreenState> state);
  void go_on(GreenState& state);
  void remember_failure(std::shared_ptr<GreenState> state);
  bool join(GreenState& state, Time limit);
  void run_until_done(const GreenState& main);
  void stop_all();

  Reactor reactor_;
  GreenState* running_ = nullptr;
  const GreenState* main_ = nullptr;
  std::uint64_t last_number_ = 0;
  std::map<std::uint64_t, std::shared_ptr<GreenState>> threads_;  // not ended
  std::vector<std::shared_ptr<GreenState>> failed_;
};

// A green thread's handle, and the way to its result. Copies are handles of the
// same one. Without any, it runs on.
template <typename T>
class Green {
 public:
  bool is_done() const { return state_->is_done; }

  // Waits until it has ended, at most until `limit`. Returns whether it has.
  bool join_until(GreenLoop::Time limit) {
    const std::shared_ptr<State> state = state_;  // this may go while we wait
    return state->loop->join(*state, limit);
  }

  // Waits until it has ended. Gives what it returned away, once, or throws what
  // it threw.
  T join() {
    join_until(GreenLoop::never);
    if (state_->error) std::rethrow_exception(state_->error);
    if constexpr (!std::is_void_v<T>) return std::move(*state_->value);
  }

 private:
  friend class GreenLoop;
  struct State : GreenState {
    std::optional<std::conditional_t<std::is_void_v<T>, char, T>> value;
  };

  explicit Green(std::shared_ptr<State> state) : state_(std::move(state)) {}

  std::shared_ptr<State> state_;
};

template <typename F>
Green<std::invoke_result_t<F&>> GreenLoop::spawn(F function) {
  using T = std::invoke_result_t<F&>;
  auto state = std::make_shared<typename Green<T>::State>();
  state->thread = std::make_unique<GreenThread>(
      [function = std::move(function), own = state.get()]() mutable {
        if constexpr (std::is_void_v<T>) {
          function();
        } else {
          own->value.emplace(function());
        }
      });
  start(state);
  return Green<T>(state);
}

template <typename F>
std::invoke_result_t<F&> GreenLoop::run(F function) {
  auto main = spawn(std::move(function));
  run_until_done(*main.state_);
  return main.join();
}

}  // namespace workbook
