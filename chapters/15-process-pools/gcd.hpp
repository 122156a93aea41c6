#pragma once

#include <algorithm>
#include <utility>
#include <vector>

namespace workbook {

using Pair = std::pair<int, int>;

// The greatest common divisor, by trying them all: work, and nothing but work.
inline int gcd(const Pair& pair) {
  for (int i = std::min(pair.first, pair.second); i > 1; --i) {
    if (pair.first % i == 0 && pair.second % i == 0) return i;
  }
  return 1;
}

inline std::vector<Pair> gcd_pairs(long rounds) {
  std::vector<Pair> pairs;
  for (long i = 0; i < rounds; ++i) {
    pairs.insert(pairs.end(), {{1963309, 2265973},
                               {2030677, 3814172},
                               {1551645, 2229620},
                               {2039045, 2020802}});
  }
  return pairs;
}

}  // namespace workbook
