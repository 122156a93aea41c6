#pragma once

#include <exception>
#include <type_traits>
#include <variant>

namespace workbook {

// What came of a piece of work: a value, or the exception in place of it. It
// can go through a queue.
// #region value-or-error
template <typename T>
using ValueOrError = std::variant<T, std::exception_ptr>;

// What comes of `work()`. Throws nothing.
template <typename Work>
ValueOrError<std::invoke_result_t<const Work&>> attempt(
    const Work& work) noexcept {
  try {
    return work();
  } catch (...) {
    return std::current_exception();
  }
}

// The value; throws the exception if there is one in place of it.
template <typename T>
T value_of(const ValueOrError<T>& outcome) {
  if (const auto* error = std::get_if<std::exception_ptr>(&outcome))
    std::rethrow_exception(*error);
  return std::get<T>(outcome);
}
// #endregion value-or-error

}  // namespace workbook
