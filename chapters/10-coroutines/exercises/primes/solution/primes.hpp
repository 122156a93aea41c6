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

// All prime numbers, 2 first, without end. Each is found when it is asked for.
inline workbook::Generator<int> primes(Divides divides) {
  for (int number = 2;; ++number) {
    if (is_prime(number, divides)) co_yield number;
  }
}
