#pragma once

#include <algorithm>
#include <utility>
#include <vector>

namespace workbook {

// The greatest common divisor, found the slowest way: work for a processor.
inline long slow_gcd(std::pair<long, long> pair) {
  const auto [a, b] = pair;
  for (long divisor = std::min(a, b); divisor > 1; --divisor) {
    if (a % divisor == 0 && b % divisor == 0) return divisor;
  }
  return 1;
}

inline const std::vector<std::pair<long, long>>& gcd_pairs() {
  static const std::vector<std::pair<long, long>> pairs = {{1963309, 2265973},
                                                           {2030677, 3814172},
                                                           {1551645, 2229620},
                                                           {2039045, 2020802}};
  return pairs;
}

}  // namespace workbook
