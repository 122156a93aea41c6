#pragma once

// What most tests are made of is compiled once, in compiled_once.cpp, and not
// again in every test: a learner waits less after each save. This is part of
// the precompiled header of tests (shared/cmake/Workbook.cmake).

#include <chrono>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <ratio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#define WORKBOOK_TEMPLATE extern template
#include "workbook/compiled_once.inc"
#undef WORKBOOK_TEMPLATE

// <string> has inline functions for strings of every type of character. g++
// makes the templates that they use again in each file that includes it, used
// or not, unless a constant needed them while this was precompiled: a quarter
// of the time that an empty test takes. (Clang cannot evaluate those of
// GCC 12.)
#if defined(__cpp_lib_constexpr_string) && !defined(__clang__)
namespace workbook::compiled_once {

template <typename Character>
constexpr bool needs_strings() {
  const Character text[] = {'a', 'b', {}};
  std::basic_string<Character> first(text);
  std::basic_string<Character> second(3, 'c');
  const std::basic_string<Character> third(second);
  first.append(text);
  first.append(third);
  first.insert(0, text);
  second = text + std::move(first);
  return second.c_str() == second.data() &&
         second.size() > std::basic_string_view<Character>(text, 1).size();
}

static_assert(needs_strings<char>());
static_assert(needs_strings<wchar_t>());
static_assert(needs_strings<char8_t>());
static_assert(needs_strings<char16_t>());
static_assert(needs_strings<char32_t>());

}  // namespace workbook::compiled_once
#endif
