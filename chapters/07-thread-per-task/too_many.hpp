#pragma once

#include <fmt/format.h>

#include "06-fan-out/grid.hpp"
#include "workbook/sections.hpp"

namespace workbook {

// More threads than that at once are not for a program that shares its machine.
constexpr std::size_t most_threads = 4'000;

// Throws UsageError for a grid that would take more.
inline void refuse_too_many_threads(Size size) {
  if (size.cells() <= most_threads) return;
  throw UsageError(fmt::format(
      "{}x{} is {} threads at once; this form stops at {}, chapter 8 does not",
      size.height, size.width, size.cells(), most_threads));
}

}  // namespace workbook
