#include "11-porting-to-async/difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace workbook {
namespace {

const std::filesystem::path folder =
    std::filesystem::path(__FILE__).parent_path();

using Lines = std::vector<std::string>;

// The lines of the regions of a file beside this one, in their order.
Lines regions_of(const std::string& name) {
  std::ifstream in(folder / name);
  if (!in) throw std::runtime_error("cannot read " + (folder / name).string());
  Lines lines;
  bool is_inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("// #")) {
      is_inside = line.starts_with("// #region");
    } else if (is_inside) {
      lines.push_back(line);
    }
  }
  return lines;
}

// A coroutine's line, if it were none.
std::string without_waiting(std::string line) {
  for (const auto& [word, replacement] :
       {std::pair<std::string, std::string>{"co_await ", ""},
        {"co_return", "return"}}) {
    if (const std::size_t at = line.find(word); at != std::string::npos)
      line.replace(at, word.size(), replacement);
  }
  return line;
}

struct Count {
  std::size_t same = 0;
  std::size_t waiting = 0;  // the same but for co_await or co_return
};

// Prints `after`, each line marked: ~ what is new in it is only co_await or
// co_return, + it is new; and what it has no more of `before`, marked -.
Count print_lines(const Lines& before, const Lines& after) {
  const auto is_same = [&](std::size_t i, std::size_t j) {
    return before[i] == without_waiting(after[j]);
  };
  // common[i][j]: how many lines the rests from i and from j have in common
  std::vector common(before.size() + 1,
                     std::vector<std::size_t>(after.size() + 1, 0));
  for (std::size_t i = before.size(); i-- > 0;) {
    for (std::size_t j = after.size(); j-- > 0;) {
      common[i][j] = is_same(i, j)
                         ? common[i + 1][j + 1] + 1
                         : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  Count count;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < before.size() || j < after.size()) {
    if (i < before.size() && j < after.size() && is_same(i, j)) {
      const bool is_equal = before[i++] == after[j];
      ++(is_equal ? count.same : count.waiting);
      fmt::print("{} {}\n", is_equal ? ' ' : '~', after[j++]);
    } else if (i < before.size() &&
               (j == after.size() || common[i + 1][j] >= common[i][j + 1])) {
      fmt::print("- {}\n", before[i++]);
    } else {
      fmt::print("+ {}\n", after[j++]);
    }
  }
  return count;
}

}  // namespace

void difference(const Arguments&) {
  const Lines before = regions_of("threaded_session.hpp");
  const Count count = print_lines(before, regions_of("async_session.hpp"));
  const std::size_t changed = before.size() - count.same - count.waiting;
  fmt::print(
      "\n{} lines: {} stayed, {} got a co_await or co_return (~), {} changed\n",
      figure("lines", std::to_string(before.size())),
      figure("same", std::to_string(count.same)),
      figure("waiting", std::to_string(count.waiting)),
      figure("changed", std::to_string(changed)));
}

}  // namespace workbook
