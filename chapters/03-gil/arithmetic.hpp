#pragma once

#include <stdexcept>

#include "03-gil/bytecode.hpp"

namespace workbook::arithmetic {

// The arithmetic of the machine. A result that does not fit is an exception,
// where C++ would have undefined behavior and Python a larger number.

inline Value add(Value a, Value b) {
  Value result = 0;
  if (__builtin_add_overflow(a, b, &result)) {
    throw std::overflow_error("add: the result does not fit 64 bits");
  }
  return result;
}

inline Value subtract(Value a, Value b) {
  Value result = 0;
  if (__builtin_sub_overflow(a, b, &result)) {
    throw std::overflow_error("subtract: the result does not fit 64 bits");
  }
  return result;
}

// With the sign of `a`, as in C++; Python's has the sign of `b`.
inline Value remainder(Value a, Value b) {
  if (b == 0) throw std::domain_error("remainder: division by zero");
  return b == -1 ? 0 : a % b;  // the least number % -1 would trap
}

inline Value equal(Value a, Value b) { return a == b ? 1 : 0; }

inline Value less(Value a, Value b) { return a < b ? 1 : 0; }

}  // namespace workbook::arithmetic
