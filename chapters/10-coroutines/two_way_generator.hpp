#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace workbook {

// In a TwoWayGenerator, `co_await received` is the value that was sent.
struct Received {};
constexpr Received received;

// A coroutine that is sent values, and answers each of them, or not:
//
//   TwoWayGenerator<int, int> sum() {
//     int total = co_await received;
//     for (;;) total += co_yield total;
//   }
//
//   auto totals = sum();
//   totals.send(10);  // 10
//   totals.send(4);   // 14
//
// Move-only; owns the coroutine and its variables.
// #region two-way-generator
template <typename In, typename Out = In>
class TwoWayGenerator {
 public:
  struct promise_type;

  TwoWayGenerator(TwoWayGenerator&& other) noexcept
      : coroutine_(std::exchange(other.coroutine_, {})) {}
  TwoWayGenerator& operator=(TwoWayGenerator&& other) noexcept {
    std::swap(coroutine_, other.coroutine_);
    return *this;
  }
  ~TwoWayGenerator() {
    if (coroutine_) coroutine_.destroy();
  }

  // Runs the coroutine, which receives `value`, until it wants the next one.
  // Returns what it yielded then; nothing when it only waits, or has ended.
  // Throws what the coroutine throws; that was its end.
  std::optional<Out> send(In value);

  bool is_done() const { return coroutine_.done(); }

 private:
  using Handle = std::coroutine_handle<promise_type>;
  explicit TwoWayGenerator(Handle coroutine) : coroutine_(coroutine) {}

  Handle coroutine_;
};
// #endregion two-way-generator

// #region promise
template <typename In, typename Out>
struct TwoWayGenerator<In, Out>::promise_type {
  // Waits for the next value unless it is there, and results in it.
  struct Reception {
    bool await_ready() const noexcept { return promise.sent.has_value(); }
    void await_suspend(std::coroutine_handle<>) const noexcept {}
    In await_resume() const {
      In value = *std::move(promise.sent);
      promise.sent.reset();
      return value;
    }

    promise_type& promise;
  };

  TwoWayGenerator get_return_object() {
    return TwoWayGenerator(Handle::from_promise(*this));
  }
  std::suspend_always initial_suspend() noexcept { return {}; }
  Reception await_transform(Received) noexcept { return {*this}; }
  Reception yield_value(Out value) {
    yielded = std::move(value);
    return {*this};
  }
  void return_void() noexcept {}
  void unhandled_exception() noexcept { error = std::current_exception(); }
  std::suspend_always final_suspend() noexcept { return {}; }

  std::optional<In> sent;      // and not yet received
  std::optional<Out> yielded;  // since then
  std::exception_ptr error;
};
// #endregion promise

// #region send
template <typename In, typename Out>
std::optional<Out> TwoWayGenerator<In, Out>::send(In value) {
  if (coroutine_.done()) return std::nullopt;
  promise_type& promise = coroutine_.promise();
  promise.sent = std::move(value);
  promise.yielded.reset();
  coroutine_.resume();
  if (promise.error)
    std::rethrow_exception(std::exchange(promise.error, nullptr));
  return std::move(promise.yielded);
}
// #endregion send

}  // namespace workbook
