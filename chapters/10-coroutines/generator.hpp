#pragma once

#include <coroutine>
#include <exception>
#include <iterator>
#include <optional>
#include <utility>

namespace workbook {

// Values that are made one at a time, when they are asked for, by a coroutine
// that yields them:
//
//   Generator<int> countdown(int from) {
//     for (int i = from; i > 0; --i) co_yield i;
//   }
//
//   for (int i : countdown(3)) fmt::print("{}\n", i);
//
// Move-only; owns the coroutine and its variables. Destroying a generator that
// has not ended destroys them. (std::generator in C++23: [coro.generator])
// #region generator
template <typename T>
class Generator {
 public:
  struct promise_type;
  class Iterator;

  Generator(Generator&& other) noexcept
      : coroutine_(std::exchange(other.coroutine_, {})) {}
  Generator& operator=(Generator&& other) noexcept {
    std::swap(coroutine_, other.coroutine_);
    return *this;
  }
  ~Generator() {
    if (coroutine_) coroutine_.destroy();
  }

  // The next value, or nothing when there are no more. Throws what the
  // coroutine throws; that was its end.
  std::optional<T> next();

  // For a range-for over those values that next() has not returned.
  Iterator begin() { return Iterator(*this); }
  std::default_sentinel_t end() const { return {}; }

 private:
  using Handle = std::coroutine_handle<promise_type>;
  explicit Generator(Handle coroutine) : coroutine_(coroutine) {}

  Handle coroutine_;
};
// #endregion generator

// #region promise
template <typename T>
struct Generator<T>::promise_type {
  Generator get_return_object() {
    return Generator(Handle::from_promise(*this));
  }
  std::suspend_always initial_suspend() noexcept { return {}; }
  std::suspend_always yield_value(T yielded) {
    value = std::move(yielded);
    return {};
  }
  void return_void() noexcept {}
  void unhandled_exception() noexcept { error = std::current_exception(); }
  std::suspend_always final_suspend() noexcept { return {}; }

  std::optional<T> value;
  std::exception_ptr error;
};
// #endregion promise

// #region next
template <typename T>
std::optional<T> Generator<T>::next() {
  promise_type& promise = coroutine_.promise();
  promise.value.reset();
  if (!coroutine_.done()) coroutine_.resume();
  if (promise.error)
    std::rethrow_exception(std::exchange(promise.error, nullptr));
  return std::move(promise.value);
}
// #endregion next

template <typename T>
class Generator<T>::Iterator {
 public:
  using value_type = T;
  using difference_type = std::ptrdiff_t;

  explicit Iterator(Generator& generator)
      : generator_(&generator), value_(generator.next()) {}

  T& operator*() const { return *value_; }
  Iterator& operator++() {
    value_ = generator_->next();
    return *this;
  }
  void operator++(int) { ++*this; }
  bool operator==(std::default_sentinel_t) const { return !value_; }

 private:
  Generator* generator_;
  mutable std::optional<T> value_;  // dereferencing does not change an iterator
};

}  // namespace workbook
