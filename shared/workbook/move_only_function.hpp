#pragma once

#include <utility>

namespace workbook {

template <typename Signature>
class MoveOnlyFunction;

// A function of whatever type, to move and to call: std::move_only_function of
// C++23. Tests give their lambdas as this one type to a template, which then is
// compiled once; and a lambda is less to compile in it than in a std::function,
// or held by a std::unique_ptr.
template <typename Result, typename... Arguments>
class MoveOnlyFunction<Result(Arguments...)> {
 public:
  MoveOnlyFunction() = default;  // empty, as one that was moved from
  template <typename Function>
  MoveOnlyFunction(Function function)
      : held_{new Function(std::move(function)), &call<Function>,
              &destroy<Function>} {}
  MoveOnlyFunction(MoveOnlyFunction&& other) noexcept : held_(other.held_) {
    other.held_ = {};
  }
  MoveOnlyFunction& operator=(MoveOnlyFunction&& other) noexcept {
    const MoveOnlyFunction before(std::move(*this));  // goes at the end
    held_ = other.held_;
    other.held_ = {};
    return *this;
  }
  ~MoveOnlyFunction() {
    if (held_.function != nullptr) held_.destroy(held_.function);
  }

  explicit operator bool() const { return held_.function != nullptr; }

  // Not of an empty one.
  Result operator()(Arguments... arguments) const {
    return held_.call(held_.function, std::forward<Arguments>(arguments)...);
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

  struct Held {
    void* function = nullptr;  // ours
    Result (*call)(void*, Arguments...) = nullptr;
    void (*destroy)(void*) = nullptr;
  };
  Held held_;
};

}  // namespace workbook
