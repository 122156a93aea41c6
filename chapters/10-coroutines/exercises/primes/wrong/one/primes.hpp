// Rejected: assert "the first primes are 2 3 5 7 11 and 13"
//
// Tempting: numbers begin with 1, and nothing divides it.
//
// Wrong: by agreement, 1 is no prime.
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

inline workbook::Generator<int> primes(Divides divides) {
  for (int number = 1;; ++number) {
    if (is_prime(number, divides)) co_yield number;
  }
}
