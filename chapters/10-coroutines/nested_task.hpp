#pragma once

#include <coroutine>
#include <exception>
#include <utility>

namespace workbook {

// Wrong: a task without symmetric transfer. It works, until there are many: see
// `in-a-row`. Its result is an address.
class NestedTask {
 public:
  struct promise_type;
  using Handle = std::coroutine_handle<promise_type>;

  explicit NestedTask(Handle coroutine) : coroutine_(coroutine) {}
  NestedTask(NestedTask&& other) noexcept
      : coroutine_(std::exchange(other.coroutine_, {})) {}
  NestedTask& operator=(NestedTask&&) = delete;
  ~NestedTask() {
    if (coroutine_) coroutine_.destroy();
  }

  void start() const { coroutine_.resume(); }

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller) const;
  const char* await_resume() const noexcept;

 private:
  struct FinalAwaiter {
    bool await_ready() noexcept { return false; }
    void await_suspend(Handle ended) noexcept;  // resumes who waits
    void await_resume() noexcept {}
  };

  Handle coroutine_;
};

struct NestedTask::promise_type {
  NestedTask get_return_object() {
    return NestedTask(Handle::from_promise(*this));
  }
  std::suspend_always initial_suspend() noexcept { return {}; }
  FinalAwaiter final_suspend() noexcept { return {}; }
  void return_value(const char* returned) noexcept { value = returned; }
  void unhandled_exception() noexcept { std::terminate(); }

  std::coroutine_handle<> waiting = std::noop_coroutine();
  const char* value = nullptr;
};

// #region resume
inline void NestedTask::await_suspend(std::coroutine_handle<> caller) const {
  coroutine_.promise().waiting = caller;
  coroutine_.resume();  // a call, from which we come back
}

inline void NestedTask::FinalAwaiter::await_suspend(Handle ended) noexcept {
  ended.promise().waiting.resume();  // another call, inside the first
}
// #endregion resume

inline const char* NestedTask::await_resume() const noexcept {
  return coroutine_.promise().value;
}

}  // namespace workbook
