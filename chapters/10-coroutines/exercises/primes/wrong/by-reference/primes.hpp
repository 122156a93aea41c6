// Rejected: compile "primes has its own divides in its frame"
//
// Tempting: nobody copies a function object in C++ without need.
//
// Wrong: what is in the frame is the reference. The function object is gone at
// the end of the line that called primes, before it is first used.
#pragma once

#include <functional>

#include "10-coroutines/generator.hpp"

// Whether `divisor` divides `number`.
using Divides = std::function<bool(int divisor, int number)>;

inline bool is_prime(int number, const Divides& divides) {
  for (int divisor = 2; divisor * divisor <= number; ++divisor) {
    if (divides(divisor, number)) return false;
  }
  return true;
}

inline workbook::Generator<int> primes(const Divides& divides) {
  for (int number = 2;; ++number) {
    if (is_prime(number, divides)) co_yield number;
  }
}
