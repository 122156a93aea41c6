// Rejected: assert "no more is divided than the next prime needs"
//
// Tempting: note that a divisor was found, and finish the loop.
//
// Wrong: the first divisor has decided. Half of all numbers are even and need
// one division.
#pragma once

#include <functional>

#include "10-coroutines/generator.hpp"

// Whether `divisor` divides `number`.
using Divides = std::function<bool(int divisor, int number)>;

inline bool is_prime(int number, const Divides& divides) {
  bool is_prime = true;
  for (int divisor = 2; divisor * divisor <= number; ++divisor) {
    if (divides(divisor, number)) is_prime = false;
  }
  return is_prime;
}

inline workbook::Generator<int> primes(Divides divides) {
  for (int number = 2;; ++number) {
    if (is_prime(number, divides)) co_yield number;
  }
}
