// Rejected: assert "no more is divided than the next prime needs"
//
// Tempting: a prime is divided by no smaller number, so try them all.
//
// Wrong: a number that has a divisor has one up to its square root. This one
// makes hundreds of divisions where a dozen are enough.
#pragma once

#include <functional>

#include "10-coroutines/generator.hpp"

// Whether `divisor` divides `number`.
using Divides = std::function<bool(int divisor, int number)>;

inline workbook::Generator<int> primes(Divides divides) {
  for (int number = 2;; ++number) {
    bool is_prime = true;
    for (int divisor = 2; divisor < number && is_prime; ++divisor)
      is_prime = !divides(divisor, number);
    if (is_prime) co_yield number;
  }
}
