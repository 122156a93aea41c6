// Rejected: assert "two generators know nothing of each other"
//
// Tempting: a function that goes on where it stopped keeps its place in a
// static variable.
//
// Wrong: a coroutine keeps its variables anyway. A static one is shared by all
// generators.
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
  static int number = 1;
  for (;;) {
    if (is_prime(++number, divides)) co_yield number;
  }
}
