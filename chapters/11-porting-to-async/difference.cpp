#include "11-porting-to-async/difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "08-worker-queues/line_diff.hpp"

namespace workbook {
namespace {

const std::filesystem::path folder =
    std::filesystem::path(__FILE__).parent_path();

using Lines = std::vector<std::string>;

// Prints the lines of both, marked - where only `before` has them and + where
// only `after` has; returns how many are neither.
std::size_t print_lines(const Lines& before, const Lines& after) {
  // common[i][j]: how many lines the rests from i and from j have in common
  std::vector common(before.size() + 1,
                     std::vector<std::size_t>(after.size() + 1, 0));
  for (std::size_t i = before.size(); i-- > 0;) {
    for (std::size_t j = after.size(); j-- > 0;) {
      common[i][j] = before[i] == after[j]
                         ? common[i + 1][j + 1] + 1
                         : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < before.size() || j < after.size()) {
    const bool both =
        i < before.size() && j < after.size() && before[i] == after[j];
    const bool removed =
        !both && i < before.size() &&
        (j == after.size() || common[i + 1][j] >= common[i][j + 1]);
    fmt::print("{} {}\n",
               both      ? ' '
               : removed ? '-'
                         : '+',
               removed ? before[i] : after[j]);
    if (both || removed) ++i;
    if (!removed) ++j;
  }
  return common[0][0];
}

}  // namespace

void difference(const Arguments&) {
  const Lines before = code_lines(folder / "threaded_session.hpp");
  const Lines after = code_lines(folder / "async_session.hpp");
  const std::size_t same = print_lines(before, after);
  fmt::print("\nof {} lines, {} stayed as they were\n",
             figure("lines", std::to_string(before.size())),
             figure("same", std::to_string(same)));
}

}  // namespace workbook
