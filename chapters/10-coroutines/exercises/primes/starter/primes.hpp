#pragma once

#include <functional>

#include "10-coroutines/generator.hpp"

// Whether `divisor` divides `number`.
using Divides = std::function<bool(int divisor, int number)>;

// All prime numbers, 2 first, without end. Each is found when it is asked for.
inline workbook::Generator<int> primes(Divides divides) {
  // TODO: go through the numbers, and yield those that are prime.
  static_cast<void>(divides);
  co_return;
}
