// Rejected: assert "no more is divided than the next prime needs"
//
// Tempting: fill a list, as a function would, and yield what is in it.
//
// Wrong: who wants three primes pays for thousands, and there is a last one.
#pragma once

#include <functional>
#include <vector>

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
  std::vector<int> found;
  for (int number = 2; number < 20'000; ++number) {
    if (is_prime(number, divides)) found.push_back(number);
  }
  for (const int prime : found) co_yield prime;
}
