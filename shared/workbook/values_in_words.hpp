#pragma once

// What doctest writes for values that it has no words for: `[1, 2]` for a
// vector, `(1, 2)` for a pair, `nothing` or the value for an optional. Without
// it a failed check tells that {?} is not {?}.

#include <doctest/doctest.h>

#include <optional>
#include <utility>
#include <vector>

namespace doctest {

template <typename T>
struct StringMaker<std::vector<T>> {
  static String convert(const std::vector<T>& values) {
    String text = "[";
    for (const T& value : values) {
      if (text.size() > 1) text += ", ";
      text += toString(value);
    }
    return text + "]";
  }
};

template <typename First, typename Second>
struct StringMaker<std::pair<First, Second>> {
  static String convert(const std::pair<First, Second>& pair) {
    return "(" + toString(pair.first) + ", " + toString(pair.second) + ")";
  }
};

template <typename T>
struct StringMaker<std::optional<T>> {
  static String convert(const std::optional<T>& value) {
    return value ? toString(*value) : String("nothing");
  }
};

template <>
struct StringMaker<std::nullopt_t> {
  static String convert(const std::nullopt_t&) { return "nothing"; }
};

}  // namespace doctest
