#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace workbook {

// The value in the middle, which one slow run does not move. Needs at least one
// value.
inline double median(std::vector<double> values) {
  const auto middle =
      values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

}  // namespace workbook
