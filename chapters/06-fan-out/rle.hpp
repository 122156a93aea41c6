#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "06-fan-out/grid.hpp"

namespace workbook {

// What is wrong with a pattern, and where: lines and columns count from 1. Its
// text reads like
//   line 2, column 7: the row is longer than x = 3
struct PatternError : std::runtime_error {
  PatternError(std::size_t line_number, std::size_t column_number,
               const std::string& problem);

  std::size_t line;
  std::size_t column;
};

// The longest side of a pattern or grid that is read.
constexpr int largest_side = 10'000;

// Reads a pattern in RLE, the format in which Life programs exchange them:
// lines of comment that begin with '#', a header `x = 3, y = 3` that may name
// the rule, then the cells in runs: `b` dead, `o` alive, `$` end of a row, a
// count in front repeats, `!` is the end. Throws PatternError, also for a rule
// that is not Conway's. Source: https://conwaylife.com/wiki/Run_Length_Encoded
Grid parse_rle(std::string_view text);

// The same from a file. What is thrown names the file.
Grid read_rle(const std::string& path);

// `pattern` in the middle of a grid of this size. Throws std::invalid_argument
// when it does not fit.
Grid centered(const Grid& pattern, Size size);

}  // namespace workbook
