#include "08-worker-queues/line_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "workbook/sections.hpp"

namespace workbook {
namespace {

// chapters/, where the compiler found this file.
const std::filesystem::path chapters =
    std::filesystem::path(__FILE__).parent_path().parent_path();

std::vector<std::string> code_of(const FormSource& form) {
  std::vector<std::string> lines;
  for (const std::string& file : form.files)
    std::ranges::move(code_lines(chapters / file), std::back_inserter(lines));
  return lines;
}

}  // namespace

std::vector<std::string> code_lines(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    line.erase(std::min(line.find("//"), line.size()));
    const std::size_t first = line.find_first_not_of(" {}");
    if (first == std::string::npos || line[first] == '#' ||
        line.starts_with("namespace"))
      continue;
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(line.substr(line.find_first_not_of(' ')));
  }
  return lines;
}

// #region line-diff
LineDiff line_diff(const std::vector<std::string>& before,
                   const std::vector<std::string>& after) {
  // common[j]: of the lines of `before` so far and the first j of `after`
  std::vector<std::size_t> common(after.size() + 1, 0);
  for (const std::string& line : before) {
    std::vector<std::size_t> next(common.size(), 0);
    for (std::size_t j = 0; j < after.size(); ++j) {
      next[j + 1] =
          line == after[j] ? common[j] + 1 : std::max(next[j], common[j + 1]);
    }
    common = std::move(next);
  }
  return {before.size() - common.back(), after.size() - common.back()};
}
// #endregion line-diff

void print_diff(const std::vector<FormSource>& forms) {
  std::vector<std::string> first;
  fmt::print("{:<28} {:>7} {:>9} {:>7}\n", "", "lines", "removed", "added");
  for (const FormSource& form : forms) {
    const std::vector<std::string> lines = code_of(form);
    if (first.empty()) first = lines;
    const LineDiff diff = line_diff(first, lines);
    const auto told = [&](const char* what, std::size_t count) {
      return figure(form.name + what, std::to_string(count));
    };
    fmt::print("{:<28} {:>7} {:>9} {:>7}\n", form.name,
               told("-lines", lines.size()), told("-removed", diff.removed),
               told("-added", diff.added));
  }
}

}  // namespace workbook
