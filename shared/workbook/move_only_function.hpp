#pragma once

#include <memory>
#include <utility>

namespace workbook {

template <typename Signature>
class MoveOnlyFunction;

// A function of whatever type, to move and to call: std::move_only_function of
// C++23. Tests give their lambdas as this one type to a template, which then is
// compiled once; and a lambda is less to compile in it than in a std::function.
template <typename Result, typename... Arguments>
class MoveOnlyFunction<Result(Arguments...)> {
 public:
  MoveOnlyFunction() = default;  // empty, as one that was moved from
  template <typename Function>
  MoveOnlyFunction(Function function)
      : call_(&call<Function>),
        function_(new Function(std::move(function)), &destroy<Function>) {}

  explicit operator bool() const { return function_ != nullptr; }

  // Not of an empty one.
  Result operator()(Arguments... arguments) const {
    return call_(function_.get(), std::forward<Arguments>(arguments)...);
  }

 private:
  template <typename Function>
  static Result call(void* function, Arguments... arguments) {
    return static_cast<Result>((*static_cast<Function*>(function))(
        std::forward<Arguments>(arguments)...));
  }
  template <typename Function>
  static void destroy(void* function) {
    delete static_cast<Function*>(function);
  }

  Result (*call_)(void*, Arguments...) = nullptr;
  std::unique_ptr<void, void (*)(void*)> function_{nullptr, nullptr};
};

}  // namespace workbook
