#pragma once

#include <coroutine>
#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

namespace workbook {

namespace detail {
template <typename T>
struct TaskPromise;
}

// A call that can wait in the middle without keeping a thread waiting. It
// begins when it is awaited, and what it returns or throws goes to whoever
// awaits it:
//
//   Task<int> answer() { co_return 42; }
//   Task<int> twice() { co_return 2 * co_await answer(); }
//
// Move-only; owns the coroutine. Destroying a task that waits destroys its
// variables and the tasks that it awaits: that is how it is cancelled.
// #region task
template <typename T = void>
class [[nodiscard]] Task {
 public:
  using promise_type = detail::TaskPromise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  Task() = default;
  explicit Task(Handle coroutine) : coroutine_(coroutine) {}
  Task(Task&& other) noexcept
      : coroutine_(std::exchange(other.coroutine_, {})) {}
  Task& operator=(Task&& other) noexcept {
    std::swap(coroutine_, other.coroutine_);
    return *this;
  }
  ~Task() {
    if (coroutine_) coroutine_.destroy();
  }

  // Awaits it, once: `co_await std::move(task)`, or a call's result directly.
  auto operator co_await() && noexcept;

  // For those who cannot await it, as they are no coroutines: runs it until it
  // waits for the first time.
  void start() const { coroutine_.resume(); }

  // The same for one of many: the last of the `left` tasks resumes `waiting`.
  void start(std::coroutine_handle<> waiting, std::size_t& left) const;
  bool is_done() const { return coroutine_.done(); }

  // What it returned, once it is done; or throws what it threw.
  T result() &&;

 private:
  Handle coroutine_;
};
// #endregion task

namespace detail {

// #region final-awaiter
// The last thing that a task does: it hands control to whoever waits for it.
// The handle that await_suspend returns is resumed in place of the task, not on
// top of it (symmetric transfer, standard: [expr.await]), so the stack does not
// grow.
struct FinalAwaiter {
  bool await_ready() noexcept { return false; }
  template <typename Promise>
  std::coroutine_handle<> await_suspend(
      std::coroutine_handle<Promise> ended) noexcept {
    Promise& promise = ended.promise();
    if (promise.left && --*promise.left > 0) return std::noop_coroutine();
    return promise.waiting;
  }
  void await_resume() noexcept {}
};
// #endregion final-awaiter

// #region promise
struct TaskPromiseBase {
  std::suspend_always initial_suspend() noexcept { return {}; }  // lazy
  FinalAwaiter final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept { error = std::current_exception(); }

  // Goes on once this task is done.
  std::coroutine_handle<> waiting = std::noop_coroutine();
  std::size_t* left = nullptr;  // of the tasks that `waiting` waits for
  std::exception_ptr error;
};

template <typename T>
struct TaskPromise : TaskPromiseBase {
  Task<T> get_return_object() {
    return Task<T>(Task<T>::Handle::from_promise(*this));
  }
  template <typename Value>
  void return_value(Value&& returned) {
    value.emplace(std::forward<Value>(returned));
  }

  std::optional<T> value;
};
// #endregion promise

template <>
struct TaskPromise<void> : TaskPromiseBase {
  Task<> get_return_object() {
    return Task<>(Task<>::Handle::from_promise(*this));
  }
  void return_void() noexcept {}
};

}  // namespace detail

// #region await
template <typename T>
auto Task<T>::operator co_await() && noexcept {
  struct Awaiter {
    bool await_ready() noexcept { return false; }
    Handle await_suspend(std::coroutine_handle<> caller) noexcept {
      task.coroutine_.promise().waiting = caller;
      return task.coroutine_;  // which runs now
    }
    T await_resume() { return std::move(task).result(); }

    Task& task;
  };
  return Awaiter{*this};
}
// #endregion await

template <typename T>
void Task<T>::start(std::coroutine_handle<> waiting, std::size_t& left) const {
  coroutine_.promise().waiting = waiting;
  coroutine_.promise().left = &left;
  coroutine_.resume();
}

template <typename T>
T Task<T>::result() && {
  promise_type& promise = coroutine_.promise();
  if (promise.error) std::rethrow_exception(promise.error);
  if constexpr (!std::is_void_v<T>) return *std::move(promise.value);
}

}  // namespace workbook
